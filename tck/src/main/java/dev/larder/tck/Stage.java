package dev.larder.tck;

import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.Larder;
import java.time.Duration;
import java.util.Collection;

/** Where a contract is tested: a {@link Larder} with or without Redis, seen through one {@link View}. */
public interface Stage extends AutoCloseable {

    /** Returns the Larder, coherent and with time-outs so long that a slow machine meets them. */
    Larder larder();

    /** Returns how caches are seen. */
    View view();

    /** Returns whether values are in Redis. */
    boolean shared();

    /** Returns whether values are in this process. */
    boolean near();

    /** Changes the policy of every cache made for a test. */
    CachePolicy.Builder policy(CachePolicy.Builder policy);

    /** Returns what was told to the listener. */
    Events events();

    /** Makes an entry older, in all tiers, before it returns. */
    void age(Cache<String, ?> cache, String key, Duration by);

    /** Fails, after a while, if a call that has ended left something behind: see the classes that implement it. */
    void checkNothingLeft(Collection<Cache<String, ?>> caches);

    /** Ends the Larder, and Redis if there is one. */
    @Override
    void close();
}
