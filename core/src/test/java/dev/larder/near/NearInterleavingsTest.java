package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.load.Flight;
import dev.larder.near.Interleavings.Script;
import dev.larder.near.OneKeyWorld.Place;
import dev.larder.tag.TagVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every order of the steps by which reads, fills, writes, pushes, versions and flushes of one key meet in one process:
 * nothing is served from the near tier that is older than what the process has heard of, and when everything has been
 * delivered, what is near is what the server has.
 *
 * <p>A step is one call of {@link NearTier}, {@link NearEntry}, {@link PushIndex}, {@code TagVersions}, {@code Watches} or
 * {@code Flights}, or one command at the server, or one answer at the I/O thread; after each one a near read is made. What
 * happens inside of such a call, under the lock for its key, is for {@link NearTierTest} and {@code TagVersionsRaceTest}.
 * The actors do what Reader, LoadRun, Fill, Writer, Invalidator and Pushes do. Each test says how many orders there are, so
 * that none is lost unnoticed.
 */
class NearInterleavingsTest {

    private static int orders(Consumer<OneKeyWorld> actors) {
        return Interleavings.runAll(() -> {
            OneKeyWorld world = new OneKeyWorld();
            actors.accept(world);
            return world;
        });
    }

    /** Reads, and publishes what was found. */
    private static final class Read {
        private final OneKeyWorld world;
        private boolean answered;
        private Place found = Place.NOTHING;
        private @Nullable NearEntry<String, Integer> admitted;
        private @Nullable TagVersion version;

        Read(OneKeyWorld world) {
            this.world = world;
        }

        private void send() {
            world.get(place -> {
                found = place;
                admitted = place.isEntry() ? world.near.admit(world.entry(place.id()), old -> true) : null;
                answered = true;
            });
        }

        private void publish() {
            NearEntry<String, Integer> entry = admitted;
            TagVersion read = version;
            if (entry == null) {
                return;
            }
            if (read == null) {
                OneKeyWorld.publish(entry, found.value());
            } else if (read.version() == found.tag()) {
                OneKeyWorld.publish(entry, found.value(), read);
            } else {
                world.near.drop(entry);
            }
        }

        /** Without a tag. */
        static void of(OneKeyWorld world, String name) {
            Read read = new Read(world);
            world.script(name).then("GET", read::send).when(() -> read.answered, "publish", read::publish);
        }

        /** With the version of the tag, asked for when the value is there. */
        static void tagged(OneKeyWorld world, String name) {
            Read read = new Read(world);
            world.script(name)
                    .then("GET", read::send)
                    .when(() -> read.answered, "MGET", () -> {
                        read.version = world.tags.find(OneKeyWorld.TAG);
                        if (read.version == null) {
                            world.readTag(version -> read.version = version);
                        }
                    })
                    .when(() -> read.version != null, "publish", read::publish);
        }
    }

    /** Loads under a lease, admits ahead, and fills. */
    private static void load(OneKeyWorld world, boolean leased) {
        new Load(world).script(leased);
    }

    private static final class Load {
        private final OneKeyWorld world;
        private final long marker;
        private final NearEntry<String, Integer> entry;
        private final Flight<String, Integer> flight;
        private boolean answered;
        private boolean owned;
        private int value;
        private boolean ahead;

        Load(OneKeyWorld world) {
            this.world = world;
            marker = world.nextId();
            entry = world.entry(world.nextId());
            flight = java.util.Objects.requireNonNull(world.flights.begin(OneKeyWorld.KEY));
        }

        void script(boolean leased) {
            Script script = world.script("load");
            if (leased) {
                world.leased(marker, flight);
                answered = true;
                owned = true;
            } else {
                script.then("lease", () -> world.lease(marker, this::leased));
            }
            script.when(() -> answered, "load", () -> {
                        if (owned) {
                            value = world.source();
                            OneKeyWorld.publish(entry, value);
                            entry.expectFill();
                        } else {
                            world.flights.end(flight);
                            script.leave();
                        }
                    })
                    .then("admit ahead", () -> ahead = world.near.admit(entry, old -> !flight.voided()) == entry)
                    .then("fill", () -> {
                        world.fill(marker, entry, value, 1, this::filled);
                        world.flights.end(flight);
                    });
        }

        private void leased(boolean yes) {
            owned = yes;
            answered = true;
            if (yes) {
                world.watch(flight);
            }
        }

        private void filled(boolean inPlace) {
            if (inPlace) {
                entry.settle();
                if (!ahead) {
                    world.near.admit(entry, old -> !flight.isOverwritten());
                }
            } else if (ahead) {
                world.near.drop(entry);
            }
        }
    }

    private static void writeElsewhere(OneKeyWorld world) {
        int[] value = new int[1];
        world.script("elsewhere")
                .then("source", () -> value[0] = world.changeSource())
                .then("SET", () -> world.writtenElsewhere(value[0]));
    }

    private static void deleteElsewhere(OneKeyWorld world) {
        int[] value = new int[1];
        world.script("elsewhere")
                .then("source", () -> value[0] = world.changeSource())
                .then("DEL", () -> world.deletedElsewhere(value[0]));
    }

    private static void invalidate(OneKeyWorld world) {
        int[] value = new int[1];
        world.script("write")
                .then("source", () -> value[0] = world.changeSource())
                .then("block", () -> world.near.block(OneKeyWorld.KEY))
                .then("void", () -> world.flights.invalidate(OneKeyWorld.KEY))
                .then("DEL", () -> world.delete(value[0], () -> world.near.unblock(OneKeyWorld.KEY)));
    }

    private static void put(OneKeyWorld world) {
        int[] value = new int[1];
        NearEntry<String, Integer> entry = world.entry(world.nextId());
        world.script("write")
                .then("source", () -> value[0] = world.changeSource())
                .then("block", () -> world.near.block(OneKeyWorld.KEY))
                .then("SET", () -> {
                    OneKeyWorld.publish(entry, value[0]);
                    world.set(entry, value[0], inPlace -> {
                        world.near.unblock(OneKeyWorld.KEY);
                        if (inPlace) {
                            world.near.admit(entry, old -> true);
                        }
                    });
                });
    }

    @Test
    void reads_writtenElsewhere_serveNothingOld() {
        int orders = orders(world -> {
            world.stored();
            Read.of(world, "read 1");
            Read.of(world, "read 2");
            writeElsewhere(world);
        });

        assertThat(orders).isEqualTo(5_666);
    }

    @Test
    void reads_invalidatedByThisProcess_serveNothingOld() {
        int orders = orders(world -> {
            world.stored();
            Read.of(world, "read");
            invalidate(world);
        });

        assertThat(orders).isEqualTo(266);
    }

    @Test
    void reads_putByThisProcess_serveNothingOld() {
        int orders = orders(world -> {
            world.stored();
            Read.of(world, "read");
            put(world);
        });

        assertThat(orders).isEqualTo(874);
    }

    @Test
    void fill_deletedElsewhere_servesNothingOld() {
        int orders = orders(world -> {
            load(world, false);
            deleteElsewhere(world);
        });

        assertThat(orders).isEqualTo(2_338);
    }

    @Test
    void fill_invalidatedByThisProcess_servesNothingOld() {
        int orders = orders(world -> {
            load(world, true);
            invalidate(world);
        });

        assertThat(orders).isEqualTo(7_192);
    }

    @Test
    void fill_overdueAndInvalidatedByThisProcess_servesNothingOld() {
        int orders = orders(world -> {
            Load load = new Load(world);
            load.script(true);
            world.script("overdue").then("give up", () -> world.flights.giveUp(load.flight));
            invalidate(world);
        });

        assertThat(orders).isEqualTo(127_404);
    }

    @Test
    void fill_deletedElsewhereBesideRead_servesNothingOld() {
        int orders = orders(world -> {
            load(world, true);
            Read.of(world, "read");
            world.script("elsewhere").then("source, DEL", () -> world.deletedElsewhere(world.changeSource()));
        });

        assertThat(orders).isEqualTo(33_912);
    }

    @Test
    void fill_connectionLost_servesNothingOld() {
        int orders = orders(world -> {
            load(world, true);
            world.connectionLost();
            deleteElsewhere(world);
        });

        assertThat(orders).isEqualTo(12_660);
    }

    @Test
    void reads_tagReplacedElsewhere_serveNothingOld() {
        int orders = orders(world -> {
            world.stored();
            Read.tagged(world, "read 1");
            Read.tagged(world, "read 2");
            world.script("elsewhere").then("source, tag", () -> world.tagReplacedElsewhere(world.changeSource()));
        });

        assertThat(orders).isEqualTo(19_010);
    }

    @Test
    void reads_tagInvalidatedByThisProcess_serveNothingOld() {
        int orders = orders(world -> {
            world.stored();
            Read.tagged(world, "read");
            int[] value = new int[1];
            world.script("write")
                    .then("source", () -> value[0] = world.changeSource())
                    .then("block", () -> world.tags.block(OneKeyWorld.TAG))
                    .then("replace", () -> world.replaceTag(value[0], () -> world.tags.unblock(OneKeyWorld.TAG)));
        });

        assertThat(orders).isEqualTo(527);
    }

    @Test
    void reads_connectionLost_serveNothingOld() {
        int orders = orders(world -> {
            world.stored();
            Read.of(world, "read");
            world.connectionLost();
            writeElsewhere(world);
        });

        assertThat(orders).isEqualTo(1_443);
    }
}
