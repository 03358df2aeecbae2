package dev.larder.http.access;

import dev.larder.codec.TypeRef;
import dev.larder.http.AccessRules;
import dev.larder.http.Gate.Entry;
import dev.larder.http.Route;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.session.Session;
import dev.larder.session.SessionLookup;
import dev.larder.session.limit.Ask;
import dev.larder.session.limit.Decision;
import dev.larder.session.limit.RateLimitFields;
import dev.larder.session.token.Introspection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request at the gate. Goes forward only; each step begins when the one before has ended, so nothing here is locked. */
final class Entering {

    private static final TypeRef<List<String>> WORDS = new TypeRef<>() {};

    private final AccessGate gate;
    private final Route route;
    private final AccessRules rules;
    private final RequestHead request;
    private final String address;
    private final List<String> policies = new ArrayList<>();
    private final List<String> standings = new ArrayList<>();

    Entering(AccessGate gate, Route route, RequestHead request, String address) {
        this.gate = gate;
        this.route = route;
        this.rules = route.access();
        this.request = request;
        this.address = address;
    }

    CompletionStage<Entry> begin() {
        if (gate.checksSite(route, request) && Verdict.isForeign(request)) {
            return turn(Refusals.forbidden());
        }
        List<Rate> first =
                gate.rates(route).stream().filter(rate -> !rate.countsUsers()).toList();
        return limited(first, null, this::identify);
    }

    /** Goes on if no limit is in the way. All are asked together, so that one that denies takes nothing from the others. */
    private CompletionStage<Entry> limited(
            List<Rate> rates, @Nullable Identity who, Supplier<CompletionStage<Entry>> next) {
        if (rates.isEmpty()) {
            return next.get();
        }
        List<Ask> asks = rates.stream()
                .map(rate -> rate.ask(route, request, address, who))
                .toList();
        return gate.tryAcquire(asks)
                .thenCompose(decision -> decision.allowed() ? remembered(decision, next) : turn(refused(decision)));
    }

    private CompletionStage<Entry> remembered(Decision decision, Supplier<CompletionStage<Entry>> next) {
        RateLimitFields fields = RateLimitFields.of(decision);
        if (!fields.policy().isEmpty()) {
            policies.add(fields.policy());
        }
        if (!fields.rateLimit().isEmpty()) {
            standings.add(fields.rateLimit());
        }
        return next.get();
    }

    private OwnAnswer refused(Decision decision) {
        if (decision instanceof Decision.Unavailable) {
            return Refusals.unavailable();
        }
        RateLimitFields said = RateLimitFields.of(decision);
        Fields.Builder fields = Fields.builder();
        if (!said.policy().isEmpty()) {
            fields.add(RateLimitFields.POLICY, said.policy());
            fields.add(RateLimitFields.RATE_LIMIT, said.rateLimit());
        }
        fields.add(RateLimitFields.RETRY_AFTER, Long.toString(said.retryAfter().orElse(1L)));
        return Refusals.with(Refusals.tooMany(), fields.build());
    }

    private CompletionStage<Entry> identify() {
        if (!rules.asksWho(request)) {
            return let(null);
        }
        return evidence()
                .exceptionally(failure -> new Evidence.Untold())
                .thenCompose(evidence -> judge(Verdict.of(rules, request, evidence)));
    }

    private CompletionStage<Entry> judge(Verdict verdict) {
        if (verdict instanceof Verdict.Enter enter) {
            Identity who = enter.as().identity();
            List<Rate> own =
                    gate.rates(route).stream().filter(Rate::countsUsers).toList();
            return limited(own, who, () -> let(enter.as()));
        }
        if (verdict instanceof Verdict.Challenge) {
            return turn(Refusals.challenge(rules.by()));
        }
        return turn(verdict instanceof Verdict.Later ? Refusals.unavailable() : Refusals.forbidden());
    }

    private CompletionStage<Evidence> evidence() {
        boolean tokens = rules.by() == AccessRules.By.TOKEN || rules.by() == AccessRules.By.EITHER;
        if (tokens && Bearer.isIn(request)) {
            String token = Bearer.of(request);
            return token == null
                    ? done(new Evidence.Nothing())
                    : gate.introspect(token).thenApply(Entering::of);
        }
        String id = rules.by() == AccessRules.By.TOKEN
                ? null
                : gate.cookie().find(request.fields().first("Cookie"));
        return id == null ? done(new Evidence.Nothing()) : gate.read(id).thenApply(found -> of(found, id));
    }

    private static Evidence of(Introspection introspection) {
        if (introspection instanceof Introspection.Active active) {
            Set<String> roles = words(active.claims().get(AccessGate.ROLES_ATTRIBUTE));
            return new Evidence.Known(new Identity(active.subject(), roles, active.scopes()), false, null);
        }
        return introspection instanceof Introspection.None ? new Evidence.Nothing() : new Evidence.Untold();
    }

    private static Evidence of(SessionLookup lookup, String shown) {
        if (lookup instanceof SessionLookup.Found found) {
            Session session = found.session();
            String user = session.userId();
            String renewed = session.id().equals(shown) ? null : session.id();
            return user == null
                    ? new Evidence.Nothing()
                    : new Evidence.Known(new Identity(user, roles(session), Set.of()), true, renewed);
        }
        return lookup instanceof SessionLookup.None ? new Evidence.Nothing() : new Evidence.Untold();
    }

    /** A list of texts, or one text with commas between. */
    private static Set<String> roles(Session session) {
        List<String> list = session.user().get(AccessGate.ROLES_ATTRIBUTE, WORDS);
        return list == null ? words(session.user().get(AccessGate.ROLES_ATTRIBUTE, String.class)) : clean(list);
    }

    private static Set<String> words(@Nullable String text) {
        return text == null ? Set.of() : clean(Arrays.asList(text.split(",", -1)));
    }

    private static Set<String> clean(Collection<String> words) {
        return words.stream().map(String::strip).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }

    private CompletionStage<Entry> let(Evidence.@Nullable Known as) {
        RequestHead bare = gate.outside(route, request);
        Fields.Builder told = Fields.builder();
        if (!policies.isEmpty()) {
            told.add(RateLimitFields.POLICY, String.join(", ", policies));
            told.add(RateLimitFields.RATE_LIMIT, String.join(", ", standings));
        }
        if (as == null) {
            return done(new Entry.Let(bare, Fields.NONE, "", false, told.build()));
        }
        if (as.renewed() != null) {
            told.add("Set-Cookie", gate.cookie().set(as.renewed()));
        }
        String key = rules.sameForAll() ? "" : as.identity().key();
        return done(new Entry.Let(bare, as.identity().fields(), key, true, told.build()));
    }

    private static CompletionStage<Entry> turn(OwnAnswer answer) {
        return done(new Entry.Turned(answer));
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
