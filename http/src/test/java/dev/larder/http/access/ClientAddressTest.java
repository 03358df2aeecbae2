package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 00000000",
        "255.1.20.9, ff011409",
        "::, 00000000000000000000000000000000",
        "1::, 00010000000000000000000000000000",
        "2001:DB8::7, 20010db8000000000000000000000007",
        "1:2:3:4:5:6:7::, 00010002000300040005000600070000",
        "::2:3:4:5:6:7:8, 00000002000300040005000600070008",
        "64:ff9b::192.0.2.7, 0064ff9b0000000000000000c0000207",
        "::ffff:192.0.2.7, c0000207",
        "::ffff:c000:207, c0000207",
        "fe80::1%eth0, fe800000000000000000000000000001",
    })
    void bytes_ofAnAddress_areIts(String address, String hex) {
        assertThat(ClientAddress.bytes(address)).isEqualTo(HexFormat.of().parseHex(hex));
    }

    /** Most of these a resolver would take for names, and ask for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "999.1.1.1",
                "256.1.1.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.0x4",
                "1.2.3.4 ",
                "+1.2.3.4",
                "1.2.3.-4",
                "1.2.3.4%eth0",
                "localhost",
                "a",
                "16909060",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1:2:3:4::5:6:7:8",
                ":1:2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.999",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "[::1]",
                "::1%",
                "::٣",
                "1.2.3.٤",
                "0000000000000000000000000000000000000000000000::1"
            })
    void bytes_ofWhatIsNoAddress_areNone(String text) {
        assertThat(ClientAddress.bytes(text)).isNull();
    }
}
