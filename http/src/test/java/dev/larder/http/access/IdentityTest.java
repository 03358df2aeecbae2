package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the origin hears of who asks, and what tells keys apart. */
class IdentityTest {

    @Test
    void fields_ofAnyName_areVisibleAscii() {
        Identity identity = new Identity("jörg, 1%\r\nX: y", Set.of("b", "a"), Set.of("contracts:read", "x"));

        assertThat(identity.fields().first("X-Larder-User")).isEqualTo("j%C3%B6rg%2C%201%25%0D%0AX:%20y");
        assertThat(identity.fields().first("X-Larder-Roles")).isEqualTo("a, b");
        assertThat(identity.fields().first("X-Larder-Scopes")).isEqualTo("contracts:read x");
        assertThat(new Identity("a", Set.of(), Set.of()).fields().names()).containsExactly("x-larder-user");
    }

    @Property
    void key_twoIdentities_haveTheSameOnlyIfTheyAreTheSame(
            @ForAll String one,
            @ForAll String other,
            @ForAll Set<String> roles,
            @ForAll Set<String> others,
            @ForAll Set<String> scopes) {
        Identity left = new Identity(one, roles, scopes);
        Identity right = new Identity(other, others, scopes);
        boolean same = encodedSame(left, right);

        assertThat(left.key().equals(right.key())).isEqualTo(same);
    }

    /** What has half of a surrogate pair cannot be said in UTF-8, and counts as what is said in its place. */
    private static boolean encodedSame(Identity left, Identity right) {
        return left.fields().equals(right.fields());
    }

    @Test
    void key_rolesAndScopes_areNotTakenForEachOther() {
        assertThat(new Identity("a", Set.of("x"), Set.of()).key())
                .isNotEqualTo(new Identity("a", Set.of(), Set.of("x")).key());
    }
}
