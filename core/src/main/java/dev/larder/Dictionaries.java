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

    /** In place of the choice that is to be replaced: there is none. */
    static final byte[] NONE = {};

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

    /** The choice as this process saw it last. */
    private volatile @Nullable Choice chosen;

    /** Number of the key that has to have sealed what is in Redis; 0 if it has to be sealed anew. */
    private volatile int sealedBy;

    private final Map<Integer, List<Consumer<Found>>> fetching = new HashMap<>();
    private final Map<Integer, Long> missing = new HashMap<>();

    /** Which dictionary is to be used, how well it did when it was trained, and the first bytes of what says so. */
    private record Choice(int id, double trained, byte[] prefix) {}

    /** What came of looking for a dictionary. */
    sealed interface Found {
        /** It is known now. */
        record Known() implements Found {}

        /** It is not there, or no dictionary. */
        record Gone() implements Found {}

        /** Redis could not be asked. */
        record Untold(RedisException failure) implements Found {}
    }

    Dictionaries(Engine engine, String cache, CachePolicy policy, Payloads<V> payloads) {
        this.engine = engine;
        this.cache = cache;
        this.payloads = payloads;
        this.packer = payloads.packer();
        this.currentKey = engine.names().currentDictionary(cache);
        this.life = policy.ttlMax().plus(policy.grace()).multipliedBy(2).plus(MARGIN);
        this.sealedBy = payloads.sealer();
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
        Choice choice = chosen;
        if (choice != null && (current == null || choice.id != current.id())) {
            adopt(choice.id, choice.trained);
        } else if (current != null && watched.get() != current.id()) {
            adopt(current.id(), packer.trained());
        } else if (current != null && choice != null && keepingDue()) {
            keep(current, until -> choose(choice.id, choice.trained, until, choice.prefix));
        }
        if (packer.trainingDue()) {
            claimTraining();
        }
    }

    /** Whether half of the life is over, or another key seals by now than has sealed what is there. */
    private boolean keepingDue() {
        return packer.keptUntil() - now() < life.toMillis() / 2 || sealedBy != payloads.sealer();
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
            chosen = null;
            if (current != null) {
                keep(current, until -> choose(current.id(), packer.trained(), until, NONE));
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
            if (trained > 0 && trained <= 1) {
                chosen = new Choice(id, trained, Envelopes.prefix(bytes));
                noteSeal(bytes, currentKey);
                if (current == null || current.id() != id) {
                    adopt(id, trained);
                }
            }
        }
    }

    private void noteSeal(byte[] bytes, ValueKey key) {
        if (payloads.sealedByAnother(bytes, key.redis())) {
            sealedBy = 0;
        }
    }

    /** Reads a dictionary, in order to pack by it. */
    private void adopt(int id, double trained) {
        read(id, trained, found -> {});
    }

    /** Makes a dictionary known that an entry needs. {@code then} is told once, on the executor, what came of it. */
    void fetch(int id, Executor executor, Consumer<Found> then) {
        read(id, 0, found -> executor.execute(() -> then.accept(found)));
    }

    /**
     * Reads a dictionary; several calls for one share a read.
     *
     * @param trained how well it did when it was trained, to pack by it; 0 to know it only
     */
    private void read(int id, double trained, Consumer<Found> then) {
        boolean adopt = trained > 0;
        boolean looked;
        boolean first = false;
        synchronized (fetching) {
            Long notFoundAt = adopt ? null : missing.get(id);
            looked = notFoundAt != null && System.nanoTime() - notFoundAt < MISSING_NANOS;
            if (!looked) {
                List<Consumer<Found>> waiting = fetching.get(id);
                first = waiting == null;
                if (waiting == null) {
                    waiting = new ArrayList<>(1);
                    fetching.put(id, waiting);
                }
                waiting.add(then);
            }
        }
        if (looked) {
            then.accept(new Found.Gone());
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
                engine.executor().execute(() -> {
                    if (Reader.foreignType(failure)) {
                        found(id, key, null, trained);
                    } else {
                        tell(id, new Found.Untold(failure));
                    }
                });
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
            tell(id, known ? new Found.Known() : new Found.Gone());
        }
        Dictionary current = packer.current();
        if (!known && trained > 0 && current != null && current.id() == id) {
            keep(current, bytes, until -> {});
        } else if (known && bytes != null) {
            noteSeal(bytes, key);
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

    private void tell(int id, Found found) {
        List<Consumer<Found>> waiting;
        synchronized (fetching) {
            waiting = fetching.remove(id);
            if (found instanceof Found.Known) {
                missing.remove(id);
            } else if (found instanceof Found.Gone) {
                if (missing.size() >= MOST_MISSING) {
                    missing.clear();
                }
                missing.put(id, System.nanoTime());
            }
        }
        if (waiting != null) {
            waiting.forEach(then -> then.accept(found));
        }
    }

    /** Asks all processes for the right to train. */
    private void claimTraining() {
        if (!ONE_TRAINING.tryAcquire()) {
            return;
        }
        long millis = TRAINING_PAUSE.toMillis();
        byte[] marker = Envelopes.marker(Ids.next(), now() + millis);
        ValueKey key = engine.names().dictionaryTraining(cache);
        engine.far().lease(List.of(new Far.Lease(key, marker, null, false, millis, new Far.LeaseReply() {
            @Override
            public void onOwned(boolean tracked) {
                engine.executor().execute(() -> {
                    try {
                        train();
                    } finally {
                        ONE_TRAINING.release();
                    }
                });
            }

            @Override
            public void onFound(byte @Nullable [] found) {
                // Somebody else trains, or has done so lately.
                ONE_TRAINING.release();
            }

            @Override
            public void onFailure(RedisException failure) {
                // It is looked again soon.
                ONE_TRAINING.release();
            }
        })));
    }

    private void train() {
        if (engine.closed()) {
            return;
        }
        Training training = packer.train();
        Dictionary dictionary = training.dictionary();
        if (dictionary != null && training.won()) {
            keep(dictionary, until -> {
                packer.adopt(dictionary, until, training.ratio());
                choose(dictionary.id(), training.ratio(), until, null);
                engine.tell(new LarderEvent.DictionaryAdopted(
                        cache,
                        dictionary.content().length,
                        (double) training.before() / training.heldBack(),
                        training.ratio()));
            });
        }
    }

    /** Puts a dictionary into Redis or prolongs its life. {@code then} is told until when it lives. */
    private void keep(Dictionary dictionary, LongConsumer then) {
        keep(dictionary, null, then);
    }

    /** The same, in place of what cannot be read, if that is not null. */
    private void keep(Dictionary dictionary, byte @Nullable [] unreadable, LongConsumer then) {
        int sealer = payloads.sealer();
        long until = engine.far().clock().earliestMillis(System.nanoTime()) + life.toMillis();
        ValueKey key = engine.names().dictionary(cache, dictionary.id());
        byte[] sealed = sealed(DICTIONARY, Slice.of(dictionary.content()), key, until);
        Runnable kept = () -> {
            sealedBy = sealer;
            packer.prolong(dictionary.id(), until);
            then.accept(until);
        };
        if (unreadable == null) {
            engine.far().keep(key, sealed, life.toMillis(), new Done(kept, kept));
        } else {
            byte[] seen = Reader.prefix(unreadable);
            Far.WriteReply reply = new Done(kept, () -> watched.set(0));
            engine.far().write(List.of(new Far.Write(key, sealed, life.toMillis(), seen, null, false, reply)));
        }
    }

    /**
     * Says which dictionary is to be used, or follows whoever has said so first.
     *
     * @param seen the first bytes of the choice that is to be replaced; empty if there is none; null to replace any
     */
    void choose(int id, double trained, long until, byte @Nullable [] seen) {
        byte[] said = ByteBuffer.allocate(CHOICE_LENGTH)
                .putInt(id)
                .putFloat((float) Math.min(1, trained))
                .array();
        byte[] choice = sealed(CHOICE, Slice.of(said), currentKey, until);
        boolean none = seen != null && seen.length == 0;
        Far.WriteReply reply = new Done(
                () -> chosen = new Choice(id, Math.min(1, trained), Envelopes.prefix(choice)), this::readCurrent);
        Far.Write write = new Far.Write(currentKey, choice, life.toMillis(), none ? null : seen, null, false, reply);
        if (none) {
            engine.far().writeIfAbsent(write);
        } else {
            engine.far().write(List.of(write));
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
