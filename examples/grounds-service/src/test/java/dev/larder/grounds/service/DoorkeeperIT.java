package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.GroundsConfig;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom wrong passwords keep out. */
class DoorkeeperIT {
    private EmbeddedRedis redis;
    private Larder larder;
    private Doorkeeper doorkeeper;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start();
        ServiceSettings settings = new ServiceSettings(redis.uri(), null, GroundsConfig.defaults(), true, null);
        larder = settings.larder();
        doorkeeper = new Doorkeeper(settings, larder);
    }

    @AfterEach
    void stop() {
        larder.close();
        redis.close();
    }

    private void tries(int count, String user, String address) {
        for (int i = 0; i < count; i++) {
            doorkeeper.count(user, address);
        }
    }

    private void assertRefused(String user, String address) {
        assertThatThrownBy(() -> doorkeeper.count(user, address))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Too many tries");
    }

    @Test
    void count_fiveOfAnAddress_refusesThatOneAlone() {
        tries(5, "adam", "192.0.2.7");

        assertRefused("adam", "192.0.2.7");
        tries(1, "adam", "192.0.2.8");
        tries(1, "wanda", "192.0.2.7");
    }

    /** Who has one address of IPv6 has 2<sup>64</sup>. */
    @Test
    void count_fiveOfANetworkOfIpv6_refusesAllOfIt() {
        for (int i = 1; i <= 5; i++) {
            tries(1, "adam", "2001:db8::" + i);
        }

        assertRefused("adam", "2001:db8::6");
        tries(1, "adam", "2001:db8:0:1::6");
    }

    @Test
    void count_aThousandOfAUserFromEverywhere_refusesHimEverywhere() {
        for (int i = 0; i < 1_000; i++) {
            tries(1, "adam", "198.18." + i / 250 + "." + i % 250);
        }

        // one comes back every 3.6 s
        assertThat(IntStream.range(0, 50)
                        .filter(i -> isCounted("adam", "198.19.0." + i))
                        .count())
                .isLessThan(50);
        tries(1, "wanda", "198.19.0.0");
    }

    private boolean isCounted(String user, String address) {
        try {
            doorkeeper.count(user, address);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }
}
