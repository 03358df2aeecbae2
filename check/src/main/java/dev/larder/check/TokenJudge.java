package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Compares what was done in one race for tokens with what must hold. Pure. */
final class TokenJudge {

    private final long finalFrom;
    private final List<Deed> deeds;
    private final BiConsumer<SessionRule, String> flaws;

    /**
     * Takes a race on.
     *
     * @param finalFrom since when all was over, and everybody reached Redis
     */
    TokenJudge(long finalFrom, List<Deed> deeds, BiConsumer<SessionRule, String> flaws) {
        this.finalFrom = finalFrom;
        this.deeds = deeds;
        this.flaws = flaws;
    }

    void judge(SessionPart part) {
        switch (part) {
            case LOST_REPLIES -> judgeRetries();
            case THEFT -> {
                if (TheftRaces.control(deeds.get(0).race())) {
                    judgeRetries();
                } else {
                    judgeTheft();
                }
            }
            case REVOKE_ALL -> judgeRevocations();
            case ONE_TIME -> judgeOneTime();
            case LOGOUT, ATTRIBUTES, ROTATION, LOGIN, END_ALL, END_BY_HANDLE, FAILOVER ->
                throw new IllegalArgumentException(part + " is no race for tokens");
        }
    }

    private void flaw(SessionRule rule, Deed deed, String detail) {
        flaws.accept(rule, "race " + deed.race() + ", process " + deed.actor() + ", " + deed.kind() + ": " + detail);
    }

    /** Nobody but the client has the tokens: all are good, and who asks twice gets the same. */
    private void judgeRetries() {
        Map<Long, Long> pairs = new HashMap<>();
        for (Deed deed : deeds) {
            if (deed.kind() == Kind.FORGE) {
                if (deed.outcome() == Outcome.DONE) {
                    flaw(SessionRule.FORGED, deed, "a damaged token was traded");
                }
            } else if (deed.outcome() == Outcome.NONE) {
                flaw(SessionRule.LOGGED_OUT, deed, "refused although nobody else has the token");
            } else if (deed.is(Kind.REFRESH, Outcome.DONE)) {
                Long before = pairs.putIfAbsent(deed.id(), deed.other());
                if (before != null && before != deed.other()) {
                    flaw(SessionRule.TWO_PAIRS, deed, "the same token was traded for two pairs");
                }
            }
        }
    }

    /**
     * The token that two have is the first one; it was used as soon as what came of it was shown. Whether that was done of which nobody knows
     * is not known either: so a replay after it may end the login, and need not; but if it was refused, it has.
     */
    private void judgeTheft() {
        long stolen = firstTraded();
        long used = first(deed -> deed.is(Kind.INTROSPECT, Outcome.DONE), Deed::ended);
        long perhapsUsed = first(
                deed -> deed.outcome() != Outcome.NONE && !(deed.kind() == Kind.REFRESH && deed.id() == stolen),
                Deed::begun);
        Predicate<Deed> trade = deed -> deed.kind() == Kind.REFRESH && deed.id() == stolen;
        long perhapsReplayed = first(trade.and(deed -> deed.begun() > perhapsUsed), Deed::begun);
        long replayed =
                first(trade.and(deed -> deed.begun() > perhapsUsed && deed.outcome() == Outcome.NONE), Deed::ended);
        for (Deed deed : deeds) {
            if (trade.test(deed) && deed.begun() > used && deed.outcome() == Outcome.DONE) {
                flaw(SessionRule.FAMILY_LIVES, deed, "traded once more after its successor was used");
            }
            if (deed.outcome() == Outcome.DONE && deed.begun() > replayed) {
                flaw(SessionRule.FAMILY_LIVES, deed, "good although a stolen token of the login was replayed before");
            } else if (deed.outcome() == Outcome.NONE && deed.ended() < perhapsReplayed) {
                flaw(SessionRule.LOGGED_OUT, deed, "refused before anybody else used the token");
            }
        }
    }

    private long first(Predicate<Deed> which, ToLongFunction<Deed> time) {
        return deeds.stream().filter(which).mapToLong(time).min().orElse(Long.MAX_VALUE);
    }

    private long firstTraded() {
        Deed first = deeds.get(0);
        for (Deed deed : deeds) {
            if (deed.kind() == Kind.REFRESH && (first.kind() != Kind.REFRESH || deed.begun() < first.begun())) {
                first = deed;
            }
        }
        return first.id();
    }

    /** Nothing is good of a login that began before all were ended, and all is of one that began behind that. */
    private void judgeRevocations() {
        List<Deed> revocations =
                deeds.stream().filter(deed -> deed.kind() == Kind.END_ALL).toList();
        for (Deed deed : deeds) {
            if (deed.kind() != Kind.INTROSPECT && deed.kind() != Kind.REFRESH) {
                continue;
            }
            Deed issue = deeds.stream()
                    .filter(begin -> begin.is(Kind.ISSUE, Outcome.DONE) && begin.value() == deed.value())
                    .findFirst()
                    .orElseThrow();
            if (deed.outcome() == Outcome.DONE) {
                revocations.stream()
                        .filter(revocation -> issue.ended() < revocation.begun())
                        .forEach(revocation -> judgeGood(deed, revocation));
            } else if (deed.outcome() == Outcome.NONE
                    && revocations.stream().noneMatch(revocation -> mayEnd(revocation, issue, deed))) {
                flaw(SessionRule.LOGGED_OUT, deed, "refused although nobody has ended the login");
            }
        }
    }

    private void judgeGood(Deed deed, Deed revocation) {
        boolean later = revocation.ended() < deed.begun();
        boolean journaled = revocation.outcome() == Outcome.JOURNALED;
        if (later && (!journaled || revocation.actor() == deed.actor())) {
            flaw(SessionRule.RESURRECTED, deed, "good although all logins of the subject had been ended before");
        }
        if (journaled && deed.begun() > finalFrom) {
            flaw(SessionRule.UNDELIVERED, deed, "good although the end of all logins was journaled");
        }
    }

    private static boolean mayEnd(Deed revocation, Deed issue, Deed refused) {
        return revocation.begun() < refused.ended() && !revocation.precedes(issue);
    }

    private void judgeOneTime() {
        int redeemed = 0;
        boolean known = true;
        for (Deed deed : deeds) {
            known &= deed.outcome() != Outcome.UNKNOWN;
            if (deed.is(Kind.MISUSE, Outcome.DONE)) {
                flaw(SessionRule.NOT_REDEEMED, deed, "redeemed for what it was not issued for");
            } else if (deed.is(Kind.REDEEM, Outcome.DONE)) {
                redeemed++;
                if (redeemed > 1) {
                    flaw(SessionRule.REDEEMED_TWICE, deed, "redeemed for the " + redeemed + ". time");
                }
                if (deed.other() != 0) {
                    flaw(SessionRule.NOT_REDEEMED, deed, "redeemed with another payload than it was issued with");
                }
            }
        }
        if (known && redeemed == 0) {
            flaw(SessionRule.NOT_REDEEMED, deeds.get(0), "redeemed by nobody");
        }
    }
}
