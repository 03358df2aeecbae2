package dev.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the keys of a file are looked at again, and who waits for that. */
class FileKeysTest {

    private static final int THREADS = 8;
    private static final Logger LARDER = Logger.getLogger("dev.larder");
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        threads.add(thread);
        return thread;
    });
    private Path path;
    private Held master;
    private KeysetFile file;
    private int old;

    /** A master key whose decryption can be held up, or refused. */
    private static final class Held implements Aead {
        private final Aead real;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile boolean away;
        private volatile Runnable meanwhile = () -> {};

        Held() throws GeneralSecurityException {
            real = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get())
                    .getPrimitive(TinkConfig2026.get(), Aead.class);
        }

        @Override
        public byte[] encrypt(byte[] plain, byte[] data) throws GeneralSecurityException {
            return real.encrypt(plain, data);
        }

        @Override
        public byte[] decrypt(byte[] sealed, byte[] data) throws GeneralSecurityException {
            asked.incrementAndGet();
            meanwhile.run();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new GeneralSecurityException(e);
            }
            if (away) {
                throw new GeneralSecurityException("out of reach");
            }
            return real.decrypt(sealed, data);
        }
    }

    @BeforeEach
    void create() throws Exception {
        path = folder.resolve("keyset.json");
        master = new Held();
        file = new KeysetFile(path, master);
        old = file.create().get(0).id();
    }

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private FileKeys keys(Duration patience) {
        FileKeys keys = new FileKeys(
                file,
                () -> {
                    looks.incrementAndGet();
                    return file.stamp();
                },
                clock::get,
                patience);
        looks.set(0);
        master.asked.set(0);
        return keys;
    }

    private void after(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** Adds a key, makes it the primary and destroys the other one. */
    private int rotate() {
        int added = file.add();
        file.promote(added);
        file.retire(old, true);
        return added;
    }

    /** What each of some threads gets that ask at the same time. */
    private List<Keys> atOnce(Supplier<Keys> ask) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Future<Keys>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(pool.submit(() -> {
                barrier.await();
                return ask.get();
            }));
        }
        List<Keys> got = new ArrayList<>();
        for (Future<Keys> one : all) {
            got.add(one.get(60, TimeUnit.SECONDS));
        }
        return got;
    }

    /** Has one thread read the file and stand at the master key, and then returns what another one is about to get. */
    private Future<Keys> besideAReader(Supplier<Keys> ask) {
        master.gate = new CountDownLatch(1);
        int before = master.asked.get();
        Future<Keys> first = pool.submit(ask::get);
        await().until(() -> master.asked.get() > before);
        Future<Keys> second = pool.submit(ask::get);
        assertThat(first).isNotDone();
        await().until(() -> second.isDone() || threads.get(1).getState() == Thread.State.TIMED_WAITING);
        return second;
    }

    private interface Task {
        void run() throws Exception;
    }

    private static List<String> warningsWhile(Task task) throws Exception {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler tap = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().equals(Level.WARNING)) {
                    warnings.add(record.getMessage());
                }
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        LARDER.addHandler(tap);
        try {
            task.run();
        } finally {
            LARDER.removeHandler(tap);
        }
        return warnings;
    }

    @Test
    void keys_allAtOnceAfterIdleness_areTheNewOnesForEach() throws Exception {
        for (int round = 0; round < 20; round++) {
            FileKeys keys = keys(LONG);
            int fresh = rotate();
            after(Duration.ofSeconds(2));
            looks.set(0);
            master.asked.set(0);

            assertThat(atOnce(keys::keys)).extracting(Keys::primary).containsOnly(fresh);

            assertThat(looks).hasValue(1);
            assertThat(master.asked).hasValue(1);
            old = fresh;
        }
    }

    @Test
    void keys_whileAnotherThreadReads_areTheNewOnes() throws Exception {
        FileKeys keys = keys(LONG);
        int fresh = rotate();
        after(Duration.ofSeconds(2));

        Future<Keys> second = besideAReader(keys::keys);
        master.gate.countDown();

        assertThat(second.get(60, TimeUnit.SECONDS).primary()).isEqualTo(fresh);
    }

    @Test
    void keysAfterUnknown_justAfterALook_looksAtOnce() {
        FileKeys keys = keys(LONG);
        int fresh = rotate();
        looks.set(0);

        assertThat(keys.keys().primary()).isEqualTo(old);
        assertThat(keys.keysAfterUnknown(fresh).primary()).isEqualTo(fresh);
        assertThat(looks).hasValue(1);
    }

    @Test
    void keysAfterUnknown_whileAnotherThreadReads_areTheNewOnes() throws Exception {
        FileKeys keys = keys(LONG);
        int fresh = rotate();

        Future<Keys> second = besideAReader(() -> keys.keysAfterUnknown(fresh));
        master.gate.countDown();

        assertThat(second.get(60, TimeUnit.SECONDS).primary()).isEqualTo(fresh);
    }

    @Test
    void keysAfterUnknown_theSameAgain_looksTenTimesASecond() throws Exception {
        FileKeys keys = keys(LONG);

        assertThat(atOnce(() -> keys.keysAfterUnknown(1)))
                .extracting(Keys::primary)
                .containsOnly(old);
        after(Duration.ofMillis(99));
        keys.keysAfterUnknown(1);
        assertThat(looks).hasValue(1);

        keys.keysAfterUnknown(2);
        assertThat(looks).hasValue(2);
        after(Duration.ofMillis(1));
        keys.keysAfterUnknown(1);
        assertThat(looks).hasValue(3);
    }

    @Test
    void keysAfterUnknown_manyKeys_areNotAllRemembered() {
        FileKeys keys = keys(LONG);
        for (int id = 0; id < 1_000; id++) {
            keys.keysAfterUnknown(id);
        }
        looks.set(0);

        keys.keysAfterUnknown(999);
        assertThat(looks).hasValue(0);
        keys.keysAfterUnknown(1);
        assertThat(looks).hasValue(1);
    }

    @Test
    void keys_usedAllTheTime_looksOnceASecondFromTheEndOfALook() {
        FileKeys keys = keys(LONG);
        after(Duration.ofMillis(999));
        keys.keys();
        assertThat(looks).hasValue(0);

        rotate();
        after(Duration.ofMillis(1));
        master.meanwhile = () -> after(Duration.ofSeconds(5));
        keys.keys();
        assertThat(looks).hasValue(1);
        after(Duration.ofMillis(999));
        keys.keys();
        assertThat(looks).hasValue(1);
        after(Duration.ofMillis(1));
        keys.keys();
        assertThat(looks).hasValue(2);
    }

    @Test
    void keys_whileTheMasterKeyHangs_areTheOldOnesAfterThePatience() throws Exception {
        FileKeys keys = keys(Duration.ofMillis(50));
        rotate();
        after(Duration.ofSeconds(2));

        Future<Keys> second = besideAReader(keys::keys);

        assertThat(second.get(60, TimeUnit.SECONDS).primary()).isEqualTo(old);
        assertThat(pool.submit(keys::keys).get(60, TimeUnit.SECONDS).primary()).isEqualTo(old);
        master.gate.countDown();
    }

    @Test
    void keys_whileARefusedFileIsTriedAgain_doNotWait() throws Exception {
        FileKeys keys = keys(LONG);
        int fresh = rotate();
        master.away = true;
        after(Duration.ofSeconds(2));
        assertThat(keys.keys().primary()).isEqualTo(old);
        after(Duration.ofSeconds(1));

        Future<Keys> second = besideAReader(keys::keys);
        assertThat(second.get(60, TimeUnit.SECONDS).primary()).isEqualTo(old);
        master.away = false;
        master.gate.countDown();

        await().until(() -> keys.keys().primary() == fresh);
    }

    @Test
    void keys_ofARefusedFile_areReadAgainOnceASecondWhateverIsMet() {
        FileKeys keys = keys(LONG);
        rotate();
        master.away = true;
        after(Duration.ofSeconds(2));
        keys.keys();
        master.asked.set(0);

        for (int id = 0; id < 10; id++) {
            keys.keysAfterUnknown(id);
        }
        assertThat(master.asked).hasValue(0);
        after(Duration.ofSeconds(1));
        keys.keysAfterUnknown(11);
        assertThat(master.asked).hasValue(1);
    }

    @Test
    void keys_interruptedWhileWaiting_areTheNewOnesAndTheInterruptStays() throws Exception {
        FileKeys keys = keys(LONG);
        int fresh = rotate();
        after(Duration.ofSeconds(2));
        AtomicInteger interrupts = new AtomicInteger();

        Future<Keys> second = besideAReader(() -> {
            Keys got = keys.keys();
            interrupts.addAndGet(Thread.interrupted() ? 1 : 0);
            return got;
        });
        threads.get(1).interrupt();
        master.gate.countDown();

        assertThat(second.get(60, TimeUnit.SECONDS).primary()).isEqualTo(fresh);
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void keys_readByAnInterruptedThread_areTheNewOnesAndTheInterruptStays() throws Exception {
        FileKeys keys = keys(LONG);
        int fresh = rotate();
        after(Duration.ofSeconds(2));
        AtomicInteger interrupts = new AtomicInteger();

        Future<Keys> reader = pool.submit(() -> {
            Thread.currentThread().interrupt();
            Keys got = keys.keysAfterUnknown(fresh);
            interrupts.addAndGet(Thread.interrupted() ? 1 : 0);
            return got;
        });

        assertThat(reader.get(60, TimeUnit.SECONDS).primary()).isEqualTo(fresh);
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void keys_lookLongerThanThePatience_isWarnedOfOnceAMinute() throws Exception {
        FileKeys keys = keys(Duration.ZERO);
        List<String> warnings = warningsWhile(() -> {
            for (int second = 0; second <= 60; second++) {
                after(Duration.ofSeconds(1));
                keys.keys();
            }
        });

        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).contains("takes longer than 0 ms", path.toString());
        assertThat(warnings.get(1)).endsWith("(and 59 such lines left out since the last one)");
    }

    @Test
    void keys_whileTheMasterKeyHangs_isWarnedOfByWhoeverWaited() throws Exception {
        FileKeys keys = keys(Duration.ofMillis(50));
        rotate();
        after(Duration.ofSeconds(2));
        List<Future<Keys>> waiting = new ArrayList<>();

        List<String> warnings = warningsWhile(() -> {
            waiting.add(besideAReader(keys::keys));
            await().until(waiting.get(0)::isDone);
        });
        master.gate.countDown();

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("takes longer than 50 ms");
    }

    @Test
    void keysAfterUnknown_oneThatIsRemembered_putsNoOtherOut() {
        FileKeys keys = keys(LONG);
        for (int id = 0; id < 64; id++) {
            keys.keysAfterUnknown(id);
        }
        after(Duration.ofMillis(100));
        List<Integer> metAgain = List.of(63, 2, 0, 3, 1, 4);
        metAgain.forEach(keys::keysAfterUnknown);
        looks.set(0);

        metAgain.forEach(keys::keysAfterUnknown);
        assertThat(looks).hasValue(0);
    }

    @Test
    void keys_fileIsGoneForAWhile_stayAndFollowAgain() throws Exception {
        FileKeys keys = keys(LONG);
        Path aside = Files.move(path, folder.resolve("aside.json"));
        after(Duration.ofSeconds(1));
        assertThat(keys.keys().primary()).isEqualTo(old);

        Files.move(aside, path);
        after(Duration.ofSeconds(1));
        assertThat(keys.keys().primary()).isEqualTo(old);
        int fresh = rotate();
        after(Duration.ofSeconds(1));
        assertThat(keys.keys().primary()).isEqualTo(fresh);
    }

    @Test
    void keys_ofARefusedFile_areWarnedOfOnceAMinuteWithWhatWasLeftOut() throws Exception {
        FileKeys keys = keys(LONG);
        rotate();
        master.away = true;
        master.asked.set(0);
        List<String> warnings = warningsWhile(() -> {
            for (int second = 0; second <= 60; second++) {
                after(Duration.ofSeconds(1));
                keys.keys();
            }
        });

        assertThat(master.asked).hasValue(61);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).contains("stay as they were").doesNotContain("left out");
        assertThat(warnings.get(1)).endsWith("(and 59 such lines left out since the last one)");
    }
}
