package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.AccessRules.By;
import dev.larder.http.AccessRules.Protects;
import dev.larder.http.decision.Profile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which rules make sense, and which make other entries. */
class AccessRulesTest {

    private static final AccessRules SESSION = AccessRules.OPEN.with(By.SESSION, Protects.ALL);

    @Test
    void rules_withoutAnybodyTheyAreAbout_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessRules.OPEN.withRoles(Set.of("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessRules.OPEN.withScopes(Set.of("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessRules.OPEN.withSameForAll(true));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessRules.OPEN.with(By.NONE, Protects.CHANGES));
        assertThatIllegalArgumentException().isThrownBy(() -> SESSION.withScopes(Set.of("read")));
        assertThatIllegalArgumentException().isThrownBy(() -> SESSION.withRoles(Set.of("a b")));
        assertThatIllegalArgumentException().isThrownBy(() -> SESSION.withRoles(Set.of("a,b")));
    }

    /** What everybody was given is not found by those who have to show who they are, nor the other way round. */
    @Test
    void rules_ofWhoIsGivenWhatIsStored_makeOtherEntries() {
        Route open = Route.of("a", "/a", Profile.SAFE);
        int numbers = open.rules();

        assertThat(open.withAccess(AccessRules.OPEN.withRates(List.of("x"))).rules())
                .isEqualTo(numbers);
        assertThat(open.withAccess(AccessRules.OPEN.with(By.SESSION, Protects.CHANGES))
                        .rules())
                .isEqualTo(numbers);
        assertThat(Set.of(
                        numbers,
                        open.withAccess(SESSION).rules(),
                        open.withAccess(SESSION.withSameForAll(true)).rules(),
                        open.withAccess(SESSION.with(By.TOKEN, Protects.ALL)).rules()))
                .hasSize(4);
    }
}
