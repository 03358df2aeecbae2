package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one client can have of addresses. */
class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::9, 20010db800010002",
        "2001:db8::9, 20010db800000000",
        "1::2:3:4:5:6:7, 0001000000020003",
        "::1, 0000000000000000",
        "fe80::1%eth0, fe80000000000000",
        "::ffff:192.0.2.7, 192.0.2.7",
        "no:address, no:address",
        "'', ''",
    })
    void network_ofAnAddress_isWhatOneClientCanHave(String address, String network) {
        assertThat(ClientAddress.network(address)).isEqualTo(network);
    }
}
