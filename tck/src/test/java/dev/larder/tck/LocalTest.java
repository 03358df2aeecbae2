package dev.larder.tck;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** A cache without Redis. */
class LocalTest {

    private static LocalStage stage;

    @BeforeAll
    static void start() {
        stage = new LocalStage();
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
}
