package dev.larder;

import dev.larder.far.KeyNames;
import dev.larder.far.RedisFar;
import dev.larder.far.RedisKey;
import dev.larder.redis.Call;
import dev.larder.redis.LinkStatus;
import dev.larder.redis.RedisListener;
import java.util.List;
import java.util.function.IntPredicate;

/** What Redis announces, told to those whom it concerns: tags, near entries, and those who watch a key. */
final class Pushes implements RedisListener {

    private final Engine engine;
    private final RedisFar far;

    Pushes(Engine engine, RedisFar far) {
        this.engine = engine;
        this.far = far;
    }

    @Override
    public void onAnswer() {
        engine.index().copies().answered();
    }

    @Override
    public void onInvalidate(byte[] key) {
        String tag = engine.names().tagOf(key);
        if (tag != null) {
            engine.tags().forget(tag);
            return;
        }
        // The watches first: a load that ends now either sees that its lease is gone, or has its value removed.
        RedisKey redisKey = new RedisKey(key);
        engine.watches().fire(redisKey);
        engine.standing().fire(redisKey);
        engine.index().pushed(redisKey);
    }

    @Override
    public void onFlush(IntPredicate slots) {
        if (slots.test(tagSlot())) {
            engine.tags().forgetAll();
        }
        engine.watches().fireAll();
        engine.standing().fireAll();
        engine.index().flush(slots);
        engine.tell(new LarderEvent.NearFlushed());
    }

    @Override
    public List<Call<?>> onConnect(IntPredicate slots, boolean primaryChanged) {
        List<Call<?>> calls = engine.journal()
                .replay(far, key -> slots.test(far.slot(key)), slots.test(tagSlot()), primaryChanged, () -> {});
        if (primaryChanged) {
            engine.tell(new LarderEvent.PrimaryChanged(calls.size()));
        }
        return calls;
    }

    private int tagSlot() {
        return far.slot(new RedisKey(engine.names().tagKey(KeyNames.root())));
    }

    @Override
    public void onLink(LinkStatus status, boolean up) {
        engine.tell(new LarderEvent.Link(status.address(), up, status.detail()));
    }
}
