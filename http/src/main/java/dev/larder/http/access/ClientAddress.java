package dev.larder.http.access;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as they are written (RFC 4291, section 2.2; of IPv4 four decimal numbers without leading zeros). What is none is none: no name
 * server is asked, whatever the text.
 */
public final class ClientAddress {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    /** Where the last four bytes of an IPv6 address stand that is one of IPv4 (RFC 4291, section 2.5.5.2). */
    private static final int MAPPED = 12;

    /** The longest address that there is has 45 characters. */
    private static final int LONGEST = 45;

    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern ZONE = Pattern.compile("([^%]*)%.+");

    private ClientAddress() {}

    /**
     * Returns an IPv4 address as it is, and of an IPv6 address the network of 2<sup>64</sup> that one client has. What is no address stays
     * as it is.
     */
    public static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        byte[] bytes = bytes(address);
        if (bytes == null) {
            return address;
        }
        return bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : decimal(bytes);
    }

    private static String decimal(byte[] bytes) {
        return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
    }

    /**
     * Returns the four or sixteen bytes of an address, without its zone; an IPv4 address that is written as one of IPv6 is one of IPv4. Null
     * if the text is no address.
     */
    public static byte @Nullable [] bytes(String text) {
        Matcher zoned = ZONE.matcher(text);
        if (zoned.matches()) {
            byte[] bytes = bytes(zoned.group(1));
            return bytes == null || bytes.length == IPV4_BYTES ? null : bytes;
        }
        if (text.length() > LONGEST) {
            return null;
        }
        return text.indexOf(':') < 0 ? ofIpv4(text) : ofIpv6(text);
    }

    private static byte @Nullable [] ofIpv4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != IPV4_BYTES) {
            return null;
        }
        byte[] bytes = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            int number = NUMBER.matcher(numbers[i]).matches() ? Integer.parseInt(numbers[i]) : 256;
            if (number > 255) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    /** At most one {@code ::} stands for as many zeros as are missing, and one group at least. */
    private static byte @Nullable [] ofIpv6(String text) {
        int gap = text.indexOf("::");
        byte[] bytes = new byte[IPV6_BYTES];
        if (gap < 0) {
            byte[] all = groups(text, true);
            return all == null || all.length != IPV6_BYTES ? null : mapped(all);
        }
        byte[] head = groups(text.substring(0, gap), false);
        byte[] tail = groups(text.substring(gap + 2), true);
        if (head == null || tail == null || head.length + tail.length > IPV6_BYTES - 2) {
            return null;
        }
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, IPV6_BYTES - tail.length, tail.length);
        return mapped(bytes);
    }

    /** Reads groups with colons between; the last one may be an IPv4 address. */
    private static byte @Nullable [] groups(String text, boolean last) {
        String[] groups = text.isEmpty() ? new String[0] : text.split(":", -1);
        byte[] bytes = new byte[IPV6_BYTES];
        int at = 0;
        for (int i = 0; i < groups.length; i++) {
            byte[] group = last && i == groups.length - 1 && groups[i].indexOf('.') >= 0
                    ? ofIpv4(groups[i])
                    : group(groups[i]);
            if (group == null || at + group.length > IPV6_BYTES) {
                return null;
            }
            System.arraycopy(group, 0, bytes, at, group.length);
            at += group.length;
        }
        return Arrays.copyOf(bytes, at);
    }

    private static byte @Nullable [] group(String text) {
        if (!GROUP.matcher(text).matches()) {
            return null;
        }
        int number = Integer.parseInt(text, 16);
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    private static byte[] mapped(byte[] bytes) {
        for (int i = 0; i < MAPPED; i++) {
            if (bytes[i] != (byte) (i < MAPPED - 2 ? 0 : 255)) {
                return bytes;
            }
        }
        return Arrays.copyOfRange(bytes, MAPPED, IPV6_BYTES);
    }
}
