package dev.larder.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Does everything that is banned and is never run: the bait that proves that {@link BansTest} bites. */
final class Offender {

    static final class SleepHelper {
        void sleeps() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    @Disabled
    static final class Skipped {}

    static final class SkippedOnOneSystem {
        @EnabledOnOs(OS.LINUX)
        void test() {}
    }

    static final class Assumes {
        void test() {
            Assumptions.assumeTrue(true);
        }
    }

    static final class Retries {
        @RepeatedTest(3)
        void test() {}
    }

    static final class ReadsAnyClass {
        Object read(InputStream bytes) throws IOException, ClassNotFoundException {
            return new ObjectInputStream(bytes).readObject();
        }
    }

    static final class Prints {
        void prints() {
            System.out.println();
        }
    }

    static final class Logs {
        final Logger logger = Logger.getAnonymousLogger();
    }

    static final class AsksForTheInstant {
        Instant now() {
            return Instant.now();
        }
    }

    static final class ReadsTheWallClock {
        long now() {
            return System.currentTimeMillis();
        }
    }

    static final class AsksANameServer {
        InetAddress address(String sent) throws UnknownHostException {
            return InetAddress.getByName(sent);
        }
    }

    static final class ThrowsAnything {
        void fails() {
            throw new RuntimeException("anything");
        }
    }
}
