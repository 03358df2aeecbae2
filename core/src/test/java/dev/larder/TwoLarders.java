package dev.larder;

import dev.larder.embedded.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The same cache in two processes' worth of Larder over one Redis, which is empty before each test; and somebody else at that Redis. */
abstract class TwoLarders {

    static EmbeddedRedis redis;

    Foreign foreign;
    Larder one;
    Larder two;
    Cache<String, String> here;
    Cache<String, String> there;

    /** Makes the cache. */
    abstract Cache<String, String> cache(Larder larder);

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        foreign = Foreign.at(redis);
        foreign.call("FLUSHALL");
        one = Quiet.patient(redis.uri());
        two = Quiet.patient(redis.uri());
        here = cache(one);
        there = cache(two);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        foreign.close();
    }
}
