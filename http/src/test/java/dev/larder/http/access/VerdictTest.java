package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.AccessRules;
import dev.larder.http.AccessRules.By;
import dev.larder.http.AccessRules.Protects;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may, by all that is known. */
class VerdictTest {

    private static final AccessRules SESSION = AccessRules.OPEN.with(By.SESSION, Protects.ALL);
    private static final AccessRules TOKEN = AccessRules.OPEN.with(By.TOKEN, Protects.ALL);

    private static RequestHead request(String method, String... fields) {
        return new RequestHead(method, "https", "grounds.example", "/", Fields.of(fields));
    }

    private static Evidence.Known known(boolean bySession, Set<String> roles, Set<String> scopes) {
        return new Evidence.Known(new Identity("alice", roles, scopes), bySession, null);
    }

    private static final Evidence.Known ALICE = known(true, Set.of("planner"), Set.of());

    @Test
    void of_whatIsNotKnown_challengesOrWaits() {
        assertThat(Verdict.of(SESSION, request("GET"), new Evidence.Nothing())).isEqualTo(new Verdict.Challenge());
        assertThat(Verdict.of(SESSION, request("GET"), new Evidence.Untold())).isEqualTo(new Verdict.Later());
    }

    @Test
    void of_oneOfTheRoles_isEnough() {
        Set<String> wanted = Set.of("planner", "admin");
        assertThat(Verdict.of(SESSION.withRoles(wanted), request("GET"), ALICE)).isEqualTo(new Verdict.Enter(ALICE));
        assertThat(Verdict.of(SESSION.withRoles(Set.of("admin")), request("GET"), ALICE))
                .isEqualTo(new Verdict.Forbid());
        assertThat(Verdict.of(SESSION, request("GET"), known(true, Set.of(), Set.of())))
                .isInstanceOf(Verdict.Enter.class);
    }

    @Test
    void of_scopes_allAreNeeded() {
        AccessRules both = TOKEN.withScopes(Set.of("read", "write"));
        assertThat(Verdict.of(both, request("GET"), known(false, Set.of(), Set.of("read", "write", "x"))))
                .isInstanceOf(Verdict.Enter.class);
        assertThat(Verdict.of(both, request("GET"), known(false, Set.of(), Set.of("read"))))
                .isEqualTo(new Verdict.Forbid());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, Sec-Fetch-Site, same-origin, true",
        "POST, Sec-Fetch-Site, none, true",
        "POST, Sec-Fetch-Site, same-site, false",
        "DELETE, Sec-Fetch-Site, cross-site, false",
        "GET, Sec-Fetch-Site, cross-site, true",
        "POST, Origin, https://grounds.example, true",
        "POST, Origin, https://GROUNDS.example:443, true",
        "POST, Origin, http://grounds.example, true",
        "POST, Origin, https://grounds.example:8443, false",
        "POST, Origin, https://evil.example, false",
        "POST, Origin, https://grounds.example.evil, false",
        "POST, Origin, null, false",
        "QUERY, Origin, https://evil.example, true",
        "POST, X-Nothing, said, true",
    })
    void of_aChangeBySession_isNotForeign(String method, String field, String value, boolean enters) {
        assertThat(Verdict.of(SESSION, request(method, field, value), ALICE))
                .isEqualTo(enters ? new Verdict.Enter(ALICE) : new Verdict.Forbid());
    }

    /** The protocol of a WebSocket asks nothing of the sort, and by it anything may be said (RFC 6455, section 10.2). */
    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example, false",
        "Origin, https://grounds.example, true",
        "Sec-Fetch-Site, cross-site, false",
        "Sec-Fetch-Site, same-origin, true",
        "X-Nothing, said, true",
    })
    void of_aHandshakeBySession_isNotForeign(String field, String value, boolean enters) {
        RequestHead handshake = request("GET", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", field, value);

        assertThat(Verdict.of(SESSION, handshake, ALICE))
                .isEqualTo(enters ? new Verdict.Enter(ALICE) : new Verdict.Forbid());
    }

    @Test
    void of_aChangeByToken_mayComeFromAnywhere() {
        Evidence.Known token = known(false, Set.of(), Set.of());

        assertThat(Verdict.of(TOKEN, request("POST", "Origin", "https://evil.example"), token))
                .isEqualTo(new Verdict.Enter(token));
    }
}
