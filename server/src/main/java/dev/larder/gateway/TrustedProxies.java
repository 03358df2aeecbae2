package dev.larder.gateway;

import dev.larder.http.access.ClientAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies before a gateway that are believed when they say, in {@code X-Forwarded-For}, for whom they ask. What is no
 * address is none; no name server is asked.
 *
 * @param networks theirs, as {@code 10.0.0.0/8} or {@code 2001:db8::1}
 */
public record TrustedProxies(List<String> networks) {

    private static final int MOST_HOPS = 32;

    /** Nobody is believed: the client is the other end of the connection. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Checks, and copies. */
    public TrustedProxies {
        networks = List.copyOf(networks);
        for (String network : networks) {
            if (Network.of(network) == null) {
                throw new IllegalArgumentException(
                        "a trusted proxy is an address or a network, as 10.0.0.0/8 or 2001:db8::1");
            }
        }
    }

    /** A network: the first bits of an address. */
    private record Network(List<Byte> address, int bits) {

        static @Nullable Network of(String text) {
            int slash = text.indexOf('/');
            byte[] address = ClientAddress.bytes(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                return null;
            }
            String said = slash < 0 ? "" : text.substring(slash + 1);
            int most = address.length * Byte.SIZE;
            if (slash >= 0 && !said.matches("\\d{1,3}")) {
                return null;
            }
            int bits = slash < 0 ? most : Integer.parseInt(said);
            return bits > most ? null : new Network(boxed(address), bits);
        }

        private static List<Byte> boxed(byte[] bytes) {
            List<Byte> boxed = new ArrayList<>(bytes.length);
            for (byte b : bytes) {
                boxed.add(b);
            }
            return boxed;
        }

        boolean contains(byte[] other) {
            if (other.length != address.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int shift = Byte.SIZE - 1 - bit % Byte.SIZE;
                if (((address.get(bit / Byte.SIZE) ^ other[bit / Byte.SIZE]) >> shift & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Returns the address of the client: the last one on the way here that is not a trusted proxy's. What a client says itself stands
     * before what proxies have added, so it is not looked at.
     *
     * @param peer the other end of the connection
     * @param forwarded the lines of {@code X-Forwarded-For}
     */
    String client(String peer, List<String> forwarded) {
        if (networks.isEmpty() || !trusts(peer)) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        forwarded.forEach(line -> hops.addAll(Arrays.asList(line.split(",", -1))));
        Collections.reverse(hops);
        String nearest = peer;
        for (String hop : hops.subList(0, Math.min(hops.size(), MOST_HOPS))) {
            String address = hop.strip();
            if (ClientAddress.bytes(address) == null) {
                return nearest;
            }
            nearest = address;
            if (!trusts(address)) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean trusts(String text) {
        byte[] address = ClientAddress.bytes(text);
        return address != null
                && networks.stream().map(Network::of).anyMatch(network -> network != null && network.contains(address));
    }
}
