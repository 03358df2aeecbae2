package dev.larder.tck;

import dev.larder.Inside;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** A cache on Redis that keeps nothing in this process. */
class NearOffIT {

    private static RedisStage stage;

    @BeforeAll
    static void start() {
        stage = new RedisStage(View.BLOCKING, false, Inside::assertNothingLeft);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Nested
    class Loading extends LoadingContract {
        @Override
        protected Stage stage() {
            return stage;
        }
    }

    @Nested
    class Writing extends WritingContract {
        @Override
        protected Stage stage() {
            return stage;
        }
    }

    @Nested
    class Batch extends BatchContract {
        @Override
        protected Stage stage() {
            return stage;
        }
    }

    @Nested
    class Invalidation extends InvalidationContract {
        @Override
        protected Stage stage() {
            return stage;
        }
    }

    @Nested
    class SoftInvalidation extends SoftInvalidationContract {
        @Override
        protected Stage stage() {
            return stage;
        }
    }

    @Nested
    class Life extends LifeContract {
        @Override
        protected Stage stage() {
            return stage;
        }
    }

    @Nested
    class Events extends EventsContract {
        @Override
        protected Stage stage() {
            return stage;
        }
    }

    @Nested
    class Storable extends StorableContract {
        @Override
        protected RedisStage stage() {
            return stage;
        }
    }

    @Nested
    class Redis extends RedisContract {
        @Override
        protected RedisStage stage() {
            return stage;
        }
    }
}
