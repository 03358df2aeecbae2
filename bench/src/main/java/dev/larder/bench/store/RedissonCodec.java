package dev.larder.bench.store;

import dev.larder.bench.peer.RedissonClients;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.BaseCodec;
import org.redisson.client.codec.LongCodec;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;

/** A serialiser as a codec of Redisson. */
final class RedissonCodec<V> extends BaseCodec {

    private final Form<V> form;

    private RedissonCodec(Form<V> form) {
        this.form = form;
    }

    /** Connects with the default codec, which is Kryo, or with the serialiser of a form for values and the digits of a number for keys of maps. */
    static RedissonClient connect(String uri, Form<?> form) {
        Config config = new Config();
        if (!form.own()) {
            RedissonCodec<?> values = new RedissonCodec<>(form);
            config.setCodec(new CompositeCodec(LongCodec.INSTANCE, values, values));
        }
        return RedissonClients.open(uri, config);
    }

    @Override
    public Decoder<Object> getValueDecoder() {
        return (buffer, state) -> read(buffer);
    }

    private Object read(ByteBuf buffer) {
        return form.read(ByteBufUtil.getBytes(buffer));
    }

    @Override
    public Encoder getValueEncoder() {
        return value -> Unpooled.wrappedBuffer(form.write(form.type().cast(value)));
    }

    @Override
    public ClassLoader getClassLoader() {
        return RedissonCodec.class.getClassLoader();
    }
}
