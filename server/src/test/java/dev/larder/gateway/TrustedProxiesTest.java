package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked for, as far as somebody who is trusted says so. */
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            new TrustedProxies(List.of("10.0.0.0/8", "2001:db8::/33", "192.0.2.1"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 1.2.3.4 | 203.0.113.9",
                "10.1.2.3 | 198.51.100.7 | 198.51.100.7",
                "10.1.2.3 | 6.6.6.6, 198.51.100.7 | 198.51.100.7",
                "10.1.2.3 | 6.6.6.6, 198.51.100.7, 192.0.2.1 , 10.9.9.9 | 198.51.100.7",
                "2001:db8:7fff::1 | 2001:db8:8000::1 | 2001:db8:8000::1",
                "2001:db8:8000::1 | 6.6.6.6 | 2001:db8:8000::1",
                "10.1.2.3 | '' | 10.1.2.3",
                "10.1.2.3 | unknown | 10.1.2.3",
                "10.1.2.3 | 999.1.1.1 | 10.1.2.3",
                "10.1.2.3 | 010.0.0.1 | 10.1.2.3",
                "10.1.2.3 | ::ffff:10.9.9.9 | ::ffff:10.9.9.9",
                "10.1.2.3 | 6.6.6.6, localhost, 10.1.1.1 | 10.1.1.1",
                "10.1.2.3 | 10.0.0.1, 10.0.0.2 | 10.0.0.1",
                "unknown | 6.6.6.6 | unknown",
            })
    void client_isTheLastOnTheWayThatIsNotTrusted(String peer, String forwarded, String client) {
        assertThat(PROXIES.client(peer, List.of(forwarded))).isEqualTo(client);
    }

    @Test
    void client_ofSeveralLines_isReadFromTheLast() {
        assertThat(PROXIES.client("10.0.0.1", List.of("6.6.6.6", "198.51.100.7", "10.0.0.2")))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void client_withoutTrust_isThePeer() {
        assertThat(TrustedProxies.NONE.client("10.1.2.3", List.of("6.6.6.6"))).isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/x",
                "10.0.0.0/",
                "2001:db8::/129",
                "300.1.1.1",
                "010.0.0.0/8",
                ""
            })
    void networks_thatAreNone_areRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TrustedProxies(List.of(text)));
    }
}
