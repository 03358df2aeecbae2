package dev.larder.tck;

import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.Inside;
import dev.larder.Larder;
import java.time.Duration;
import java.util.Collection;

/** A Larder without Redis. */
final class LocalStage implements Stage {

    private final Events events = new Events();
    private final Larder larder = Larder.builder().listener(events).build();

    @Override
    public Larder larder() {
        return larder;
    }

    @Override
    public View view() {
        return View.BLOCKING;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public boolean near() {
        return true;
    }

    @Override
    public CachePolicy.Builder policy(CachePolicy.Builder policy) {
        return policy;
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public void age(Cache<String, ?> cache, String key, Duration by) {
        Inside.ageNear(cache, key, by);
    }

    @Override
    public void checkNothingLeft(Collection<Cache<String, ?>> caches) {
        Inside.assertNothingLeft(caches);
    }

    @Override
    public void close() {
        larder.close();
    }
}
