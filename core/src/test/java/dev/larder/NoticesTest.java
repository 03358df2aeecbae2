package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.Sensitive;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is logged of a cache when it is made. */
class NoticesTest {

    record Login(
            String user,
            String password,
            Instant passwordChangedAt,
            @Sensitive String notes) {}

    record Site(String name, List<Login> logins, Login owner) {}

    private static <V> List<String> logged(Class<V> type, Consumer<CacheSpec<String, V>> spec) {
        try (Larder larder = Larder.local();
                LogTap tap = new LogTap()) {
            larder.cache("sites", String.class, type, spec);
            return List.copyOf(tap.lines);
        }
    }

    @Test
    void cache_fieldsDroppedForTheirNames_areLoggedOnce() {
        assertThat(logged(Login.class, spec -> {}))
                .containsExactly("INFO cache 'sites' drops for their names: password; allow-fields lets a field stay");
        assertThat(logged(Site.class, spec -> spec.policy(policy -> policy.fields(fields -> fields.allow("owner.*")))))
                .singleElement()
                .asString()
                .contains(": logins[].password;");
    }

    @Test
    void cache_nothingDroppedForItsName_isNotLogged() {
        assertThat(logged(Login.class, spec -> spec.policy(policy -> policy.fields(fields -> fields.drop("password")))))
                .isEmpty();
        assertThat(logged(String.class, spec -> {})).isEmpty();
    }
}
