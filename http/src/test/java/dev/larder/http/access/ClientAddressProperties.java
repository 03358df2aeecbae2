package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Addresses against those that the JDK reads, between brackets, where it asks nobody. */
class ClientAddressProperties {

    private static byte[] read(String text) throws UnknownHostException {
        return InetAddress.getByName("[" + text + "]").getAddress();
    }

    @Property
    void bytes_ofAnyAddress_areThoseOfItsText(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
        String text = InetAddress.getByAddress(bytes).getHostAddress();

        assertThat(ClientAddress.bytes(text))
                .isEqualTo(InetAddress.getByAddress(bytes).getAddress());
    }

    @Property
    void bytes_ofAnyFourNumbers_areThese(@ForAll @Size(4) byte[] bytes) throws UnknownHostException {
        assertThat(ClientAddress.bytes(InetAddress.getByAddress(bytes).getHostAddress()))
                .isEqualTo(bytes);
    }

    /** What is read is what the JDK reads; it also reads a few things that are no addresses (RFC 4291, section 2.2). */
    @Property(tries = 10_000)
    void bytes_ofAnyText_areNoOthersThanThoseOfTheJdk(
            @ForAll @StringLength(max = 20) @CharRange(from = '0', to = ':') String text) throws UnknownHostException {
        byte[] bytes = ClientAddress.bytes("::" + text);

        if (bytes != null) {
            assertThat(bytes).isEqualTo(read("::" + text));
        }
    }
}
