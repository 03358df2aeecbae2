package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who asks, as an application hears it. */
class SaidUserTest {

    private static SaidUser said(String... fields) {
        return Objects.requireNonNull(SaidUser.of(Fields.of(fields)));
    }

    @Test
    void of_namesThatHadToBeEncoded_areAsTheyWere() {
        SaidUser user = said(
                "X-Larder-User",
                "j%C3%B6rg",
                "X-Larder-Roles",
                "Gr%C3%BCnpflege, a%2Cb, planner, site%20manager, 5%25");

        assertThat(user.getName()).isEqualTo("jörg");
        assertThat(user.roles()).containsExactlyInAnyOrder("Grünpflege", "a,b", "planner", "site manager", "5%");
    }

    /** Different words may be encoded as the same where UTF-8 cannot say them. */
    @Test
    void of_rolesThatAreTheSame_isOneRole() {
        assertThat(said("X-Larder-User", "a", "X-Larder-Roles", "?, ?").roles()).containsExactly("?");
    }

    @Test
    void of_nobody_isNull() {
        assertThat(SaidUser.of(Fields.of("X-Larder-Roles", "admin"))).isNull();
        assertThat(said("X-Larder-User", "a").roles()).isEmpty();
    }
}
