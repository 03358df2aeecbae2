package dev.larder.http.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What one client can have of addresses. Asks no name server. */
public final class ClientAddress {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * Returns an IPv4 address as it is, and of an IPv6 address the network of 2<sup>64</sup> that one client has. What is no address stays
     * as it is.
     */
    public static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        try {
            // Between brackets it is an address or an error, and never a name.
            InetAddress parsed = InetAddress.getByName("[" + bare + "]");
            byte[] bytes = parsed.getAddress();
            return bytes.length == IPV6_BYTES
                    ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES)
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
