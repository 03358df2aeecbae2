package dev.larder.check;

import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.session.Details;
import dev.larder.session.Grant;
import dev.larder.session.SaveResult;
import dev.larder.session.Session;
import dev.larder.session.SessionLookup;
import dev.larder.session.Sessions;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.OneTimeTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of what was acknowledged while a replica was cut off that takes over then. Two processes' worth of Larder: one writes, and
 * the other one, which knows nothing of that, looks.
 */
final class SessionFailover {

    private static final int EACH = 100;
    private static final String PURPOSE = "reset-password";
    private static final long REACHED_WITHIN_SECONDS = 60;
    private static final long REPEATED_WITHIN_SECONDS = 30;

    private final List<Session> saved = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final List<String> redeemed = new ArrayList<>();

    /** Lets it happen. */
    SessionReport.OfFailover run() throws InterruptedException {
        try (Succession servers = new Succession();
                Larder writing = Way.larder(servers.uri(), "failover", null);
                Larder looking = Way.larder(servers.uri(), "failover", null)) {
            Sessions sessions = Sessions.on(writing, Way.PLAIN.policy());
            OneTimeTokens tokens = OneTimeTokens.on(writing);
            Sessions others = Sessions.on(looking, Way.PLAIN.policy());
            OneTimeTokens otherTokens = OneTimeTokens.on(looking);
            deal(sessions, tokens);
            servers.awaitInStep();
            servers.cut();
            write(sessions, tokens);
            servers.succeed();
            // Before the ends can have been repeated, if we are quick.
            reach(others);
            long foundAgain = found(others);
            reach(sessions);
            Patience.until(REPEATED_WITHIN_SECONDS, () -> found(others) == 0);
            return new SessionReport.OfFailover(
                    saved.size(),
                    lost(others),
                    ended.size(),
                    foundAgain,
                    found(others),
                    redeemed.size(),
                    redeemedTwice(otherTokens));
        }
    }

    private void deal(Sessions sessions, OneTimeTokens tokens) {
        for (int i = 0; i < EACH; i++) {
            if (sessions.login("user-" + i, Details.NONE) instanceof Grant.Granted granted) {
                saved.add(granted.session());
            }
            if (sessions.create(Details.NONE) instanceof Grant.Granted granted) {
                ended.add(granted.session().id());
            }
            if (tokens.issue(PURPOSE, "user-" + i, "", Duration.ofHours(1)) instanceof Issuance.Issued<String> issued) {
                redeemed.add(issued.value());
            }
        }
    }

    /** Of what was dealt, only that remains whose change was acknowledged. */
    private void write(Sessions sessions, OneTimeTokens tokens) {
        saved.removeIf(session -> !(sessions.save(session.put("attribute", 1L)) instanceof SaveResult.Saved));
        ended.removeIf(id -> sessions.end(id) != Delivery.ACKNOWLEDGED);
        redeemed.removeIf(token -> !(tokens.redeem(token, PURPOSE) instanceof OneTimeTokens.Redemption.Redeemed));
        if (saved.isEmpty() || ended.isEmpty() || redeemed.isEmpty()) {
            throw new CheckException("the primary has acknowledged nothing while its replica was cut off");
        }
    }

    private void reach(Sessions sessions) throws InterruptedException {
        boolean reached = Patience.until(
                REACHED_WITHIN_SECONDS, () -> !(sessions.read(saved.get(0).id()) instanceof SessionLookup.Unavailable));
        if (!reached) {
            throw new CheckException("the new primary is not reached within " + REACHED_WITHIN_SECONDS + " s");
        }
    }

    private long found(Sessions sessions) {
        return ended.stream()
                .filter(id -> !(sessions.read(id) instanceof SessionLookup.None))
                .count();
    }

    private long lost(Sessions sessions) {
        return saved.stream()
                .filter(session -> !(sessions.read(session.id()) instanceof SessionLookup.Found found)
                        || found.session().get("attribute", Long.class) == null)
                .count();
    }

    private long redeemedTwice(OneTimeTokens tokens) {
        return redeemed.stream()
                .filter(token -> tokens.redeem(token, PURPOSE) instanceof OneTimeTokens.Redemption.Redeemed)
                .count();
    }
}
