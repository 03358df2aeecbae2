package dev.larder;

import dev.larder.compress.Dictionary;
import dev.larder.compress.Packer;
import dev.larder.compress.Training;
import dev.larder.envelope.Envelope;
import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Packing;
import dev.larder.envelope.Slice;
import dev.larder.far.Far;
import dev.larder.far.Ids;
import dev.larder.far.ValueKey;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The dictionaries of one cache in Redis: fetched when an entry needs one, trained when they would gain something, announced
 * to the other processes, and kept as long as an entry may need them.
 *
 * <p>Two kinds of key ({@code KeyNames}): a dictionary under its own number, which never changes, and the choice: the number of
 * the one that new entries use, and how well it did when it was trained. The latter is read tracked, so its change is pushed. Only
 * a new dictionary replaces a choice; whoever prolongs one, or finds it gone, writes it only where no other has been made. No dictionary is used for an entry that would
 * outlive it; whoever uses one prolongs its life when half of it is over, and writes it anew if it was evicted. A dictionary
 * that nobody uses any more ends by itself, after the last entry that needs it.
 *
 * <p>In all processes together there is one training in ten minutes, and in this process one at a time.
 */
final class Dictionaries<V> {

    /** How often it is looked whether there is something to do. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Duration TRAINING_PAUSE = Duration.ofMinutes(10);
    private static final Duration MARGIN = Duration.ofHours(1);

    /** For so long a dictionary that was not found is not looked for again. */
    private static final long MISSING_NANOS = 1_000_000_000;

    private static final int MOST_MISSING = 64;

    /** Tells the two kinds of entry from each other, and from those of a cache. */
    private static final int DICTIONARY = 0x4469_6374;

    private static final int CHOICE = 0x4375_7272;

    private static final int CHOICE_LENGTH = Integer.BYTES + Float.BYTES;

    private static final Semaphore ONE_TRAINING = new Semaphore(1);

    private final Engine engine;
    private final String cache;
    private final Payloads<V> payloads;
    private final Packer packer;
    private final ValueKey currentKey;
    private final Duration life;

    /** Whether the end of the present choice will be told. */
    private final AtomicBoolean watchingChoice = new AtomicBoolean();

    /** Number of the dictionary whose end will be told, or 0. */
    private final AtomicInteger watched = new AtomicInteger();

    /** The first bytes of the choice as this process saw it last. */
    private volatile byte @Nullable [] seenChoice;

    private final Map<Integer, List<Consumer<Boolean>>> fetching = new HashMap<>();
    private final Map<Integer, Long> missing = new HashMap<>();

    Dictionaries(Engine engine, String cache, CachePolicy policy, Payloads<V> payloads) {
        this.engine = engine;
        this.cache = cache;
        this.payloads = payloads;
        this.packer = payloads.packer();
        this.currentKey = engine.names().currentDictionary(cache);
        this.life = policy.ttlMax().plus(policy.grace()).multipliedBy(2).plus(MARGIN);
    }

    /** Begins to follow what other processes use, and to look after it. */
    void start() {
        if (packer.compresses()) {
            readCurrent();
            again();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the executor logs what a task throws
    private void again() {
        engine.later(PAUSE, () -> {
            if (!engine.closed()) {
                again();
                look();
            }
        });
    }

    /** Does what is due. */
    void look() {
        if (!watchingChoice.get()) {
            readCurrent();
        }
        Dictionary current = packer.current();
        if (current != null && watched.get() != current.id()) {
            adopt(current.id(), packer.trained());
        } else if (current != null && packer.keptUntil() - now() < life.toMillis() / 2) {
            keep(current, packer.trained(), until -> choose(current.id(), packer.trained(), until, Choosing.AGAIN));
        }
        if (packer.trainingDue()) {
            claimTraining();
        }
    }

    private long now() {
        return engine.far().clock().latestMillis(System.nanoTime());
    }

    /** Reads which dictionary is used, and uses it. */
    private void readCurrent() {
        engine.far().read(currentKey, new Reply<>() {
            @Override
            public void onValue(byte @Nullable [] bytes, boolean tracked) {
                if (tracked && watchingChoice.compareAndSet(false, true)) {
                    watch(currentKey, () -> watchingChoice.set(false));
                }
                engine.executor().execute(() -> follow(bytes));
            }

            @Override
            public void onFailure(RedisException failure) {
                // It is looked again soon.
            }
        });
    }

    /** Looks again as soon as a key has changed, was evicted, or may have been. On the I/O thread. */
    private void watch(ValueKey key, Runnable ended) {
        engine.standing().add(key.redis(), () -> {
            ended.run();
            engine.executor().execute(() -> {
                if (!engine.closed()) {
                    look();
                }
            });
        });
    }

    private void watchDictionary(int id, ValueKey key, boolean tracked) {
        if (tracked && watched.getAndSet(id) != id) {
            watch(key, () -> watched.compareAndSet(id, 0));
        }
    }

    private void follow(byte @Nullable [] bytes) {
        Dictionary current = packer.current();
        if (bytes == null) {
            if (current != null) {
                double trained = packer.trained();
                keep(current, trained, until -> choose(current.id(), trained, until, Choosing.WHERE_NONE_IS));
            }
            return;
        }
        if (payloads.open(bytes, currentKey.redis()) instanceof Envelope envelope
                && envelope.schema() == CHOICE
                && envelope.payload().length() == CHOICE_LENGTH) {
            Slice payload = envelope.payload();
            ByteBuffer choice = ByteBuffer.wrap(payload.array(), payload.offset(), payload.length());
            int id = choice.getInt();
            double trained = choice.getFloat();
            seenChoice = Envelopes.prefix(bytes);
            if ((current == null || current.id() != id) && trained > 0 && trained <= 1) {
                adopt(id, trained);
            }
        }
    }

    /** Reads a dictionary, in order to pack by it. */
    private void adopt(int id, double trained) {
        read(id, trained, known -> {});
    }

    /** Makes a dictionary known that an entry needs. {@code then} is told once, on the executor, whether it is. */
    void fetch(int id, Executor executor, Consumer<Boolean> then) {
        read(id, 0, known -> executor.execute(() -> then.accept(known)));
    }

    /**
     * Reads a dictionary; several calls for one share a read.
     *
     * @param trained how well it did when it was trained, to pack by it; 0 to know it only
     */
    private void read(int id, double trained, Consumer<Boolean> then) {
        boolean adopt = trained > 0;
        boolean looked;
        boolean first = false;
        synchronized (fetching) {
            Long notFoundAt = adopt ? null : missing.get(id);
            looked = notFoundAt != null && System.nanoTime() - notFoundAt < MISSING_NANOS;
            if (!looked) {
                List<Consumer<Boolean>> waiting = fetching.get(id);
                first = waiting == null;
                if (waiting == null) {
                    waiting = new ArrayList<>(1);
                    fetching.put(id, waiting);
                }
                waiting.add(then);
            }
        }
        if (looked) {
            then.accept(false);
            return;
        }
        if (!first && !adopt) {
            return;
        }
        ValueKey key = engine.names().dictionary(cache, id);
        engine.far().read(key, new Reply<>() {
            @Override
            public void onValue(byte @Nullable [] bytes, boolean tracked) {
                if (adopt) {
                    watchDictionary(id, key, tracked);
                }
                engine.executor().execute(() -> found(id, key, bytes, trained));
            }

            @Override
            public void onFailure(RedisException failure) {
                engine.executor().execute(() -> tell(id, false));
            }
        });
    }

    private void found(int id, ValueKey key, byte @Nullable [] bytes, double trained) {
        boolean known = false;
        try {
            if (bytes != null
                    && payloads.open(bytes, key.redis()) instanceof Envelope envelope
                    && envelope.schema() == DICTIONARY) {
                known = use(id, envelope, trained);
            }
        } finally {
            tell(id, known);
        }
        Dictionary current = packer.current();
        if (!known && trained > 0 && current != null && current.id() == id) {
            keep(current, trained, until -> {});
        }
    }

    private boolean use(int id, Envelope envelope, double trained) {
        Slice payload = envelope.payload();
        byte[] content = new byte[payload.length()];
        System.arraycopy(payload.array(), payload.offset(), content, 0, content.length);
        if (content.length > Dictionary.MOST_BYTES || Dictionary.idOf(content) != id || Packer.unavailable() != null) {
            return false;
        }
        Dictionary dictionary;
        try {
            dictionary = Dictionary.of(content);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (trained > 0) {
            packer.adopt(dictionary, envelope.hardExpiry(), trained);
        } else {
            packer.learn(dictionary);
        }
        return true;
    }

    private void tell(int id, boolean known) {
        List<Consumer<Boolean>> waiting;
        synchronized (fetching) {
            waiting = fetching.remove(id);
            if (known) {
                missing.remove(id);
            } else {
                if (missing.size() >= MOST_MISSING) {
                    missing.clear();
                }
                missing.put(id, System.nanoTime());
            }
        }
        if (waiting != null) {
            waiting.forEach(then -> then.accept(known));
        }
    }

    /** Asks all processes for the right to train. */
    private void claimTraining() {
        long millis = TRAINING_PAUSE.toMillis();
        byte[] marker = Envelopes.marker(Ids.next(), now() + millis);
        ValueKey key = engine.names().dictionaryTraining(cache);
        engine.far().lease(List.of(new Far.Lease(key, marker, null, false, millis, new Far.LeaseReply() {
            @Override
            public void onOwned(boolean tracked) {
                engine.executor().execute(Dictionaries.this::train);
            }

            @Override
            public void onFound(byte @Nullable [] found) {
                // Somebody else trains, or has done so lately.
            }

            @Override
            public void onFailure(RedisException failure) {
                // It is looked again soon.
            }
        })));
    }

    private void train() {
        if (engine.closed() || !ONE_TRAINING.tryAcquire()) {
            return;
        }
        Training training;
        try {
            training = packer.train();
        } finally {
            ONE_TRAINING.release();
        }
        Dictionary dictionary = training.dictionary();
        if (dictionary != null && training.won()) {
            keep(dictionary, training.ratio(), until -> {
                choose(dictionary.id(), training.ratio(), until, Choosing.ANEW);
                engine.tell(new LarderEvent.DictionaryAdopted(
                        cache,
                        dictionary.content().length,
                        (double) training.before() / training.heldBack(),
                        training.ratio()));
            });
        }
    }

    /** Puts a dictionary into Redis or prolongs its life, and then packs by it. {@code then} is told until when it lives. */
    private void keep(Dictionary dictionary, double trained, LongConsumer then) {
        long until = engine.far().clock().earliestMillis(System.nanoTime()) + life.toMillis();
        ValueKey key = engine.names().dictionary(cache, dictionary.id());
        byte[] sealed = sealed(DICTIONARY, Slice.of(dictionary.content()), key, until);
        Runnable kept = () -> {
            packer.adopt(dictionary, until, trained);
            then.accept(until);
        };
        engine.far().keep(key, sealed, life.toMillis(), new Done(kept, kept));
    }

    /** What may be in place of a choice that is written. */
    enum Choosing {
        /** Anything: a better dictionary was trained. */
        ANEW,
        /** The same one, whose life is prolonged. */
        AGAIN,
        /** None. */
        WHERE_NONE_IS
    }

    /** Says which dictionary is to be used, or follows whoever has said so first. */
    void choose(int id, double trained, long until, Choosing choosing) {
        byte[] said = ByteBuffer.allocate(CHOICE_LENGTH)
                .putInt(id)
                .putFloat((float) Math.min(1, trained))
                .array();
        byte[] choice = sealed(CHOICE, Slice.of(said), currentKey, until);
        byte[] seen = choosing == Choosing.AGAIN ? seenChoice : null;
        Far.WriteReply reply = new Done(() -> seenChoice = Envelopes.prefix(choice), this::readCurrent);
        Far.Write write = new Far.Write(currentKey, choice, life.toMillis(), seen, null, false, reply);
        if (choosing == Choosing.ANEW || seen != null) {
            engine.far().write(List.of(write));
        } else {
            engine.far().writeIfAbsent(write);
        }
    }

    private byte[] sealed(int schema, Slice payload, ValueKey key, long until) {
        long created = until - life.toMillis();
        Envelope envelope = new Envelope(
                Ids.next(),
                false,
                false,
                created,
                until,
                until,
                life.toMillis(),
                0,
                schema,
                0,
                List.of(),
                Packing.PLAIN,
                payload);
        return payloads.seal(envelope, key.redis());
    }

    /** Goes on, on the shared executor, once a write was done or refused; what failed is tried again by and by. */
    private final class Done implements Far.WriteReply {
        private final Runnable done;
        private final Runnable refused;

        Done(Runnable done, Runnable refused) {
            this.done = done;
            this.refused = refused;
        }

        @Override
        public void onDone(boolean admissible) {
            engine.executor().execute(done);
        }

        @Override
        public void onRefused() {
            engine.executor().execute(refused);
        }

        @Override
        public void onFailure(RedisException failure) {
            // What is believed to be in Redis may not be: it is looked again soon.
            watched.set(0);
            watchingChoice.set(false);
        }
    }
}
