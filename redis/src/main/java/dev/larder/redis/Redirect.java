package dev.larder.redis;

import dev.larder.redis.RedisConfig.Node;

/** What an error reply asks for. A pure function of its text. */
sealed interface Redirect {

    /** The slot belongs to another primary for good. */
    record Moved(int slot) implements Redirect {}

    /** The slot is being moved: this one command is to go elsewhere, announced by {@code ASKING}. */
    record Ask(Node target) implements Redirect {}

    /** The server does not know the digest of the script. */
    record NoScript() implements Redirect {}

    /** The server cannot do it at this moment. */
    record Later() implements Redirect {}

    /** The server is no primary (any more), or the Cluster has no quorum: ask who is. */
    record WrongServer() implements Redirect {}

    /** The server will not do it. */
    record Refused() implements Redirect {}

    /**
     * Reads an error reply.
     *
     * @param error text such as {@code MOVED 3999 10.0.0.7:6379}
     * @param asked host that sent it, which an empty host in a redirection stands for
     */
    static Redirect of(String error, String asked) {
        int end = error.indexOf(' ');
        String code = end < 0 ? error : error.substring(0, end);
        return switch (code) {
            case "MOVED", "ASK" -> redirection(code, error, asked);
            case "NOSCRIPT" -> new NoScript();
            case "TRYAGAIN", "LOADING", "BUSY" -> new Later();
            case "READONLY", "CLUSTERDOWN", "MASTERDOWN" -> new WrongServer();
            default -> new Refused();
        };
    }

    private static Redirect redirection(String code, String error, String asked) {
        String[] parts = error.split(" ", -1);
        int colon = parts.length == 3 ? parts[2].lastIndexOf(':') : -1;
        if (colon < 0) {
            return new Refused();
        }
        try {
            int slot = Integer.parseInt(parts[1]);
            int port = Integer.parseInt(parts[2].substring(colon + 1));
            String host = parts[2].substring(0, colon);
            if (slot < 0 || slot >= Routes.SLOTS || port < 1 || port > 65535) {
                return new Refused();
            }
            return code.equals("MOVED")
                    ? new Moved(slot)
                    : new Ask(new Node(host.isEmpty() || host.equals("?") ? asked : host, port));
        } catch (NumberFormatException e) {
            return new Refused();
        }
    }
}
