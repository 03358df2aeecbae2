package dev.larder.session;

import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands of sessions: each one script, whose page says what is atomic, but for looks, which are single reads. */
final class Commands {

    static final Script LOAD = Script.of(Commands.class, "load.lua");
    static final Script SAVE = Script.of(Commands.class, "save.lua");
    static final Script CREATE = Script.of(Commands.class, "create.lua");
    static final Script LOGIN = Script.of(Commands.class, "login.lua");
    static final Script ROTATE = Script.of(Commands.class, "rotate.lua");
    static final Script CLOSE = Script.of(Commands.class, "close.lua");
    static final Script END = Script.of(Commands.class, "end.lua");
    static final Script END_ALL = Script.of(Commands.class, "end-all.lua");
    static final Script CHANGE_USER = Script.of(Commands.class, "change-user.lua");
    static final Script PAGE = Script.of(Commands.class, "page.lua");
    static final Script DESCRIBE = Script.of(Commands.class, "describe.lua");

    private static final byte[] BOUNDLESS = Version.ascii(Integer.MAX_VALUE);

    private final Redis redis;
    private final SessionKeys keys;
    private final SessionPolicy policy;
    private final byte[] idle;
    private final byte[] absolute;
    private final byte[] most;
    private final List<byte[]> loadArgs;

    Commands(Redis redis, SessionKeys keys, SessionPolicy policy) {
        this.redis = redis;
        this.keys = keys;
        this.policy = policy;
        this.idle = Version.ascii(policy.idle().toMillis());
        this.absolute = Version.ascii(policy.absolute().toMillis());
        this.most = Version.ascii(policy.maxAttributes());
        this.loadArgs = List.of(idle, Version.ascii(policy.touchEvery().toMillis()));
    }

    /** The server's time at which whoever asks now has given up, so that nothing is to be written any more. */
    private byte[] deadline(byte[] key) {
        return Version.ascii(redis.serverMillisAt(
                key, System.nanoTime() + redis.commandTimeout().toNanos()));
    }

    /**
     * Reads a session, and leaves it as it is, by single commands, which take a third of the time of a script: the session, what is left of
     * its idle life, and its user if it has one. For {@link Look#of}.
     */
    List<Command<?>> look(Name name) {
        byte[] key = keys.session(name);
        var look = new ArrayList<Command<?>>(4);
        look.add(Command.hgetall(key));
        look.add(Command.life(key));
        if (!name.ofNobody()) {
            look.add(Command.hgetall(keys.user(name.owner())));
        }
        return look;
    }

    /** Looks at a session and touches it, unless a touch may be good enough. */
    List<Command<?>> glance(Name name) {
        List<Command<?>> glance = look(name);
        if (policy.touchEvery().isZero()) {
            glance.add(touch(name));
        }
        return glance;
    }

    Command<Long> touch(Name name) {
        return Command.expire(keys.session(name), policy.idle().toMillis());
    }

    /** Reads a session and touches it, whatever it is. */
    Command<List<byte[]>> load(Name name) {
        return Command.scriptForList(LOAD, List.of(keys.session(name), keys.user(name.owner())), loadArgs);
    }

    /**
     * Writes changes.
     *
     * @param known what the caller knows to be there, to check that nobody else has changed the same; null not to check
     */
    Command<List<byte[]>> save(Name name, StoredAttributes known, Map<String, Change> changes, boolean checked) {
        byte[] key = keys.session(name);
        var checks = new ArrayList<byte[]>();
        var removals = new ArrayList<byte[]>();
        var values = new ArrayList<byte[]>();
        changes.forEach((attribute, change) -> {
            byte[] field = StoredAttributes.field(attribute).getBytes(Version.UTF_8);
            if (checked) {
                checks.addAll(List.of(field, known.version(attribute), change.version()));
            }
            byte[] plain = change.plain();
            if (plain == null) {
                removals.add(field);
            } else {
                values.add(field);
                values.add(known.form().store(attribute, change.version(), plain));
            }
        });
        return save(key, name, most, checks, removals, values);
    }

    private Command<List<byte[]>> save(
            byte[] key, Name name, byte[] bound, List<byte[]> checks, List<byte[]> removals, List<byte[]> values) {
        var args = new ArrayList<byte[]>(5 + checks.size() + removals.size() + values.size());
        args.add(deadline(key));
        args.add(Version.ascii(checks.size() / 3));
        args.add(Version.ascii(removals.size()));
        args.add(idle);
        args.add(bound);
        args.addAll(checks);
        args.addAll(removals);
        args.addAll(values);
        return Command.scriptForList(SAVE, List.of(key, keys.user(name.owner())), args);
    }

    /** Writes fields as they are, and removes others, however many there are then. */
    Command<List<byte[]>> carry(Name name, Map<String, byte[]> changed, List<String> removed) {
        return save(
                keys.session(name),
                name,
                BOUNDLESS,
                List.of(),
                removed.stream()
                        .map(attribute -> StoredAttributes.field(attribute).getBytes(Version.UTF_8))
                        .toList(),
                fields(changed));
    }

    private static List<byte[]> fields(Map<String, byte[]> stored) {
        var fields = new ArrayList<byte[]>(2 * stored.size());
        stored.forEach((attribute, value) -> {
            fields.add(StoredAttributes.field(attribute).getBytes(Version.UTF_8));
            fields.add(value);
        });
        return fields;
    }

    Command<List<byte[]>> create(Name name, byte[] visitor) {
        byte[] key = keys.session(name);
        return Command.scriptForList(CREATE, List.of(key), List.of(deadline(key), idle, absolute, visitor));
    }

    /**
     * Makes a session of a user.
     *
     * @param attributes what it holds from the start
     * @param known handles in the user's index, oldest first
     * @param replaces one more session is allowed, because it is about to end
     */
    Command<List<byte[]>> login(
            Name name, byte[] visitor, Map<String, byte[]> attributes, List<String> known, boolean replaces) {
        byte[] key = keys.session(name);
        int most = policy.maxPerUser();
        var names = new ArrayList<>(List.of(key, keys.user(name.owner()), keys.index(name.owner())));
        var args = new ArrayList<>(List.of(
                deadline(key),
                idle,
                absolute,
                visitor,
                Version.ascii(name.handle()),
                Version.fresh(),
                Version.ascii(most == 0 || !replaces ? most : most + 1),
                Version.ascii(
                        switch (policy.whenFull()) {
                            case END_OLDEST -> "e";
                            case REFUSE -> "r";
                        })));
        for (String handle : known) {
            names.add(keys.session(name.owner(), handle));
            args.add(Version.ascii(handle));
        }
        args.addAll(fields(attributes));
        return Command.scriptForList(LOGIN, names, args);
    }

    Command<List<byte[]>> rotate(Name from, Name to, byte[] visitor) {
        byte[] key = keys.session(from);
        return Command.scriptForList(
                ROTATE,
                List.of(key, keys.session(to), keys.user(from.owner()), keys.index(from.owner())),
                List.of(deadline(key), Version.ascii(from.handle()), Version.ascii(to.handle()), visitor, idle));
    }

    Command<List<byte[]>> close(Name name, Name successor, Map<String, byte[]> known) {
        byte[] key = keys.session(name);
        var args = new ArrayList<byte[]>(3 + 2 * known.size());
        args.add(deadline(key));
        args.add(Version.ascii(name.handle()));
        args.add(Version.ascii(successor.handle()));
        known.forEach((attribute, value) -> {
            args.add(StoredAttributes.field(attribute).getBytes(Version.UTF_8));
            args.add(Version.of(value));
        });
        return Command.scriptForList(CLOSE, List.of(key, keys.user(name.owner()), keys.index(name.owner())), args);
    }

    Command<Long> end(String owner, List<String> handles, EndReason reason) {
        var names = new ArrayList<>(List.of(keys.index(owner), keys.user(owner)));
        var args = new ArrayList<>(List.of(Version.ascii(String.valueOf(reason.code()))));
        for (String handle : handles) {
            names.add(keys.session(owner, handle));
            args.add(Version.ascii(handle));
        }
        return Command.script(END, names, args);
    }

    Command<Long> endAll(String owner, List<Name> kept) {
        var names = new ArrayList<>(List.of(keys.user(owner), keys.index(owner)));
        var args = new ArrayList<>(List.of(Version.fresh()));
        for (Name name : kept) {
            names.add(keys.session(name));
            args.add(Version.ascii(name.handle()));
        }
        return Command.script(END_ALL, names, args);
    }

    Command<Long> changeUser(String owner, StoredAttributes.Form form, Map<String, Change> changes) {
        byte[] key = keys.user(owner);
        var removals = new ArrayList<byte[]>();
        var values = new ArrayList<byte[]>();
        changes.forEach((attribute, change) -> {
            byte[] field = StoredAttributes.field(attribute).getBytes(Version.UTF_8);
            byte[] plain = change.plain();
            if (plain == null) {
                removals.add(field);
            } else {
                values.add(field);
                values.add(form.store(attribute, change.version(), plain));
            }
        });
        var args = new ArrayList<>(
                List.of(deadline(key), Version.fresh(), absolute, most, Version.ascii(removals.size())));
        args.addAll(removals);
        args.addAll(values);
        return Command.script(CHANGE_USER, List.of(key), args);
    }

    Command<List<byte[]>> page(String owner, Cursor from, int limit) {
        return Command.scriptForList(
                PAGE,
                List.of(keys.index(owner)),
                List.of(Version.ascii(from.score()), Version.ascii(from.skip()), Version.ascii(limit)));
    }

    Command<List<byte[]>> describe(String owner, List<String> handles) {
        var names = new ArrayList<>(List.of(keys.user(owner), keys.index(owner)));
        var args = new ArrayList<byte[]>(handles.size());
        for (String handle : handles) {
            names.add(keys.session(owner, handle));
            args.add(Version.ascii(handle));
        }
        return Command.scriptForList(DESCRIBE, names, args);
    }
}
