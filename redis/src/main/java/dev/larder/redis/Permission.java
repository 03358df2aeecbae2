package dev.larder.redis;

import dev.larder.redis.RedisConfig.Mode;

/** Tells of a right that the user lacks, and how to give it. */
final class Permission {

    private Permission() {}

    /** Returns whether an error reply is about rights, those of a script's commands included. */
    static boolean lacking(String error) {
        return error.startsWith("NOPERM")
                || error.contains("ACL failure in script")
                || error.contains("The user executing the script");
    }

    /**
     * Says what is missing.
     *
     * @param right the rule that gives it, such as {@code +client|tracking}
     */
    static UnsuitableServerException missing(String address, RedisConfig config, String right, String error) {
        return new UnsuitableServerException(
                "redis " + address + ": " + Accounts.who(config.login()) + " lacks the right " + right + " (" + error
                        + ")" + remedy(config),
                null);
    }

    /** What to do, to be put behind what went wrong. */
    static String remedy(RedisConfig config) {
        return command(config.mode() == Mode.CLUSTER ? " --on cluster" : "");
    }

    /** The same for a Sentinel. */
    static String remedyOnSentinel() {
        return command(" --on sentinel");
    }

    private static String command(String place) {
        return "; 'larder acl --component engine" + place
                + "' prints all the rights that it needs, and '--component session' those of sessions, tokens"
                + " and limits besides";
    }
}
