package dev.larder.bench;

import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.support.JavaValueEncoder;
import dev.larder.grounds.Contract;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.redisson.codec.Kryo5Codec;
import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;

/** The bytes that other caches store, by their own encoders: their keys, their values. */
final class PeerForms {

    private static final long HOUR_MILLIS = 3_600_000;

    private PeerForms() {}

    /**
     * How one of them stores a contract.
     *
     * @param name of the cache and its encoder
     * @param keyPrefix what comes before the number in a key
     * @param value turns a contract into the value
     */
    record Form(String name, String keyPrefix, Function<Contract, byte[]> value) {}

    /** The default of each, and what its users often take in place of it. */
    static List<Form> all() {
        Kryo5Codec kryo = new Kryo5Codec();
        JdkSerializationRedisSerializer jdk = new JdkSerializationRedisSerializer();
        GenericJacksonJsonRedisSerializer json =
                GenericJacksonJsonRedisSerializer.builder().build();
        return List.of(
                new Form("Redisson, default (Kryo)", "contracts:", contract -> redisson(kryo, contract)),
                new Form(
                        "JetCache, default (Java)",
                        "contracts:",
                        contract -> JavaValueEncoder.INSTANCE.apply(new CacheValueHolder<>(contract, HOUR_MILLIS))),
                new Form("Spring Cache, default (Java)", "contracts::", jdk::serialize),
                new Form("Spring Cache, JSON", "contracts::", json::serialize));
    }

    private static byte[] redisson(Kryo5Codec codec, Contract contract) {
        try {
            ByteBuf encoded = codec.getValueEncoder().encode(contract);
            byte[] bytes = new byte[encoded.readableBytes()];
            encoded.readBytes(bytes);
            encoded.release();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
