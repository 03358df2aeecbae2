package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.ConfigurationException;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.session.Grounds.Cart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SessionsIT {

    private static Grounds grounds;
    private static Sessions sessions;
    private static Sessions elsewhere;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        sessions = grounds.sessions();
        elsewhere = grounds.sessions();
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    private static Session create() {
        return granted(sessions.create(new Details("Firefox", "Kiel")));
    }

    @Test
    void read_ofWhatWasCreated_findsIt() {
        Session created = create();

        Session read = found(elsewhere.read(created.id()));

        assertThat(read.id()).isEqualTo(created.id()).hasSize(46);
        assertThat(read.handle()).isEqualTo(created.handle());
        assertThat(read.userId()).isNull();
        assertThat(read.details()).isEqualTo(new Details("Firefox", "Kiel"));
        assertThat(read.created()).isEqualTo(created.created());
        assertThat(read.expires()).isEqualTo(created.created().plus(Duration.ofDays(30)));
        assertThat(read.lastUse())
                .isBetween(read.created().minusMillis(1), read.created().plusSeconds(5));
        assertThat(read.names()).isEmpty();
    }

    @Test
    void save_ofValues_isReadElsewhere() {
        Session session = create();
        session.put("text", "grün")
                .put("bytes", new byte[] {0, 1, 2})
                .put("cart", new Cart("mower", 2))
                .put("tags", List.of("a", "b"), Grounds.TEXTS)
                .put("day", java.time.DayOfWeek.FRIDAY);
        saved(sessions.save(session));

        Session read = found(elsewhere.read(session.id()));

        assertThat(read.get("text", String.class)).isEqualTo("grün");
        assertThat(read.get("bytes", byte[].class)).containsExactly(0, 1, 2);
        assertThat(read.get("cart", Cart.class)).isEqualTo(new Cart("mower", 2));
        assertThat(read.get("tags", Grounds.TEXTS)).containsExactly("a", "b");
        assertThat(read.get("day", java.time.DayOfWeek.class)).isEqualTo(java.time.DayOfWeek.FRIDAY);
        assertThat(read.names()).containsExactlyInAnyOrder("text", "bytes", "cart", "tags", "day");
        assertThat(session.changed()).isFalse();
        assertThat(session.get("text", String.class)).isEqualTo("grün");
    }

    @Test
    void get_ofAnotherType_isNull() {
        Session session = create();
        session.put("text", "grün").put("cart", new Cart("mower", 2));
        saved(sessions.save(session));

        Session read = found(elsewhere.read(session.id()));

        assertThat(read.get("text", Cart.class)).isNull();
        assertThat(read.get("cart", String.class)).isNull();
        assertThat(read.get("cart", Integer.class)).isNull();
        assertThat(read.get("nothing", Cart.class)).isNull();
    }

    @Test
    void remove_savedElsewhere_isGone() {
        Session session = create();
        saved(sessions.save(session.put("a", "1").put("b", "2")));

        saved(elsewhere.save(found(elsewhere.read(session.id())).remove("a")));

        assertThat(found(sessions.read(session.id())).names()).containsExactly("b");
    }

    @Test
    void save_twoRequestsChangeDifferentAttributes_loseNothing() {
        String id = create().id();
        Session one = found(sessions.read(id));
        Session other = found(elsewhere.read(id));

        saved(sessions.save(one.put("a", "1")));
        saved(elsewhere.save(other.put("b", "2")));

        assertThat(found(sessions.read(id)).names()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void save_ofAnEndedSession_staysEnded() {
        Session session = create();
        Session slow = found(elsewhere.read(session.id()));
        assertThat(sessions.end(session.id())).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(elsewhere.save(slow.put("a", "1"))).isEqualTo(new SaveResult.Ended(EndReason.ENDED));

        assertThat(elsewhere.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(elsewhere.rotate(slow)).isEqualTo(new Grant.Ended(EndReason.ENDED));
        assertThat(sessions.end(session.id())).isEqualTo(Delivery.ACKNOWLEDGED);
    }

    @Test
    void read_andSave_touch() {
        Session session = create();
        String key = "larder:@sessions:{" + session.id().substring(0, 12) + "}:" + session.handle();
        grounds.command("PEXPIRE", key, "60000");

        found(sessions.read(session.id()));
        assertThat(Long.parseLong(grounds.command("PTTL", key))).isGreaterThan(86_000_000);

        grounds.command("PEXPIRE", key, "60000");
        saved(sessions.save(session.put("a", "1")));
        assertThat(Long.parseLong(grounds.command("PTTL", key))).isGreaterThan(86_000_000);
    }

    @Test
    void read_idleForTooLong_findsNone() {
        Session session = create();
        String key = "larder:@sessions:{" + session.id().substring(0, 12) + "}:" + session.handle();
        assertThat(grounds.command("PEXPIRE", key, "0")).isEqualTo("1");

        assertThat(sessions.read(session.id())).isEqualTo(new SessionLookup.None(null));
        assertThat(sessions.save(session.put("a", "1"))).isEqualTo(new SaveResult.Ended(null));
    }

    @Test
    void read_pastTheAbsoluteLimit_findsNone() {
        Session session = create();
        String key = "larder:@sessions:{" + session.id().substring(0, 12) + "}:" + session.handle();
        String times = grounds.command("HGET", key, "m");
        grounds.command("HSET", key, "m", "0000000000001" + times.substring(13));

        assertThat(sessions.save(session.put("a", "1"))).isEqualTo(new SaveResult.Ended(EndReason.EXPIRED));
        assertThat(sessions.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.EXPIRED));
        assertThat(grounds.command("HLEN", key)).isEqualTo("1");
    }

    @Test
    void read_ofWhatWasNeverIssued_takesNoRoundTrip() {
        Larder larder = grounds.larder(builder -> builder);
        Sessions own = Sessions.on(larder, policy -> policy);
        String id = granted(own.create(Details.NONE)).id();
        long before = larder.redisStats().commands();

        for (String bad :
                List.of("", "x", id.substring(1), id + "a", id.replace(id.charAt(20), '!'), "a".repeat(1 << 20))) {
            assertThat(own.read(bad)).isEqualTo(new SessionLookup.None(null));
            assertThat(own.end(bad)).isEqualTo(Delivery.ACKNOWLEDGED);
        }
        assertThat(own.read(null)).isEqualTo(new SessionLookup.None(null));
        assertThat(larder.redisStats().commands() - before).isLessThan(5); // heartbeats
    }

    @Test
    void keysAndValues_inRedis_showNoId() {
        Session session = granted(sessions.login("ann@example.org", Details.NONE));
        saved(sessions.save(session.put("a", "1")));

        String keys = grounds.command("EVAL", "return table.concat(redis.call('KEYS', '*'), ' ')", "0");

        assertThat(keys)
                .contains(session.handle())
                .doesNotContain(session.id().substring(12))
                .doesNotContain("ann");
        assertThat(session.toString()).doesNotContain(session.id()).doesNotContain("ann");
    }

    @Test
    void put_ofWhatCannotBeStored_isRefused() {
        Session session = create();

        assertThatThrownBy(() -> session.put("a", new Object()))
                .isInstanceOf(AttributeRefusedException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> session.put("a", List.of("secret")))
                .isInstanceOf(AttributeRefusedException.class)
                .hasMessageContaining("TypeRef")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> session.put("a", new byte[64 * 1024 + 1]))
                .isInstanceOf(AttributeRefusedException.class)
                .hasMessageContaining("max-attribute-bytes is 65536");
        assertThatThrownBy(() -> session.put("", "x")).isInstanceOf(AttributeRefusedException.class);
        assertThatThrownBy(() -> session.put("x".repeat(129), "x")).isInstanceOf(AttributeRefusedException.class);
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 128; i++) {
                        session.put("a" + i, "x");
                    }
                })
                .isInstanceOf(AttributeRefusedException.class)
                .hasMessageContaining("max-attributes is 128");
    }

    @Test
    void on_withoutASecretOrTwice_isRefused() {
        try (Larder larder = Larder.connect(grounds.redis().uri())) {
            assertThatThrownBy(() -> Sessions.on(larder, policy -> policy))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("hash-secret");
        }
        Larder larder =
                grounds.larder(builder -> builder.hashSecret("0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
        Sessions.on(larder, policy -> policy);
        assertThatThrownBy(() -> Sessions.on(larder, policy -> policy)).isInstanceOf(ConfigurationException.class);
    }
}
