package dev.larder.redis;

import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;

/** The commands that this module sends. */
// name() of an enum cannot help overriding a deprecated default; the bytes are never written to
@SuppressWarnings({"deprecation", "ImmutableEnumChecker"})
enum Verb implements ProtocolKeyword {
    ASKING,
    AUTH,
    CLIENT,
    CLUSTER,
    DEL,
    EVALSHA,
    EXISTS,
    GET,
    GETDEL,
    GETRANGE,
    HGETALL,
    HMGET,
    HSET,
    INFO,
    MGET,
    PEXPIRE,
    PTTL,
    SCRIPT,
    SENTINEL,
    SET,
    TIME,
    TOUCH,
    UNLINK;

    private final byte[] bytes = name().getBytes(StandardCharsets.US_ASCII);

    @Override
    public byte[] getBytes() {
        return bytes;
    }
}
