package dev.larder.far;

import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import dev.larder.tag.TagVersion;
import dev.larder.tag.TagVersions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tag versions in Redis: found, made where missing, replaced.
 *
 * <p>All of a namespace's tags share one slot, so that any number of them is read or replaced by one command.
 */
final class RedisTags {

    private static final Script REPLACE = Script.of(RedisTags.class, "replace-tags.lua");
    private static final Script EXPIRE = Script.of(RedisTags.class, "expire-tags.lua");

    private final Redis redis;
    private final KeyNames names;
    private final TagVersions known;
    private final long lifeMillis;
    private final Predicate<String> doubtful;

    RedisTags(Redis redis, KeyNames names, TagVersions known, Duration life, Predicate<String> doubtful) {
        this.redis = redis;
        this.names = names;
        this.known = known;
        this.lifeMillis = life.toMillis();
        this.doubtful = doubtful;
    }

    List<byte[]> keys(List<String> tags) {
        List<byte[]> keys = new ArrayList<>(tags.size());
        tags.forEach(tag -> keys.add(names.tagKey(tag)));
        return keys;
    }

    /** Returns the versions if all are known and may be trusted now, else null. */
    TagVersion @Nullable [] known(List<String> tags) {
        if (!redis.coherent(System.nanoTime())) {
            return null;
        }
        TagVersion[] versions = new TagVersion[tags.size()];
        for (int i = 0; i < versions.length; i++) {
            TagVersion version = known.find(tags.get(i));
            if (version == null || doubtful.test(tags.get(i))) {
                return null;
            }
            versions[i] = version;
        }
        return versions;
    }

    void read(List<String> tags, Far.TagsReply reply) {
        redis.send(Command.mget(keys(tags)), new VersionsReply(tags, reply, true));
    }

    /** Makes versions where there are none, then reads. */
    void make(List<String> tags, Far.TagsReply reply) {
        List<Call<?>> calls = new ArrayList<>(tags.size() + 1);
        for (String tag : tags) {
            byte[] version = Ids.bytes(Ids.next());
            calls.add(new Call<>(Command.setIfAbsent(names.tagKey(tag), version, lifeMillis), new Ignored()));
        }
        calls.add(new Call<>(Command.mget(keys(tags)), new VersionsReply(tags, reply, false)));
        Turns.send(redis, calls);
    }

    /** Returns the command that gives tags new versions, the root first. */
    Command<Long> replacement(List<String> tags) {
        return newVersions(REPLACE, tags, List.of(RedisFar.ascii(lifeMillis)));
    }

    /** Returns the command that gives tags new versions which name those before, the root first. */
    Command<Long> expiry(List<String> tags) {
        return newVersions(EXPIRE, tags, List.of(RedisFar.ascii(lifeMillis), RedisFar.ascii(TagVersion.MOST_REPLACED)));
    }

    private Command<Long> newVersions(Script script, List<String> tags, List<byte[]> settings) {
        List<byte[]> keys = new ArrayList<>(tags.size() + 1);
        keys.add(names.tagKey(KeyNames.root()));
        keys.addAll(keys(tags));
        List<byte[]> args = new ArrayList<>(keys.size() + settings.size());
        args.addAll(settings);
        keys.forEach(key -> args.add(Ids.bytes(Ids.next())));
        return Command.script(script, keys, args);
    }

    void scan(Predicate<String> wanted, BiConsumer<List<String>, @Nullable RedisException> reply) {
        scanFrom("0".getBytes(StandardCharsets.US_ASCII), wanted, new ArrayList<>(), reply);
    }

    private void scanFrom(
            byte[] cursor,
            Predicate<String> wanted,
            List<String> found,
            BiConsumer<List<String>, @Nullable RedisException> reply) {
        Command<List<byte[]>> page = Command.scriptForList(
                RedisFar.SCAN,
                List.of(names.tagKey(KeyNames.root())),
                List.of(cursor, names.tagPattern().getBytes(StandardCharsets.UTF_8)));
        redis.send(page, new Reply<List<byte[]>>() {
            @Override
            public void onValue(@Nullable List<byte[]> value, boolean tracked) {
                if (value == null || value.isEmpty()) {
                    reply.accept(found, null);
                    return;
                }
                for (byte[] key : value.subList(1, value.size())) {
                    String tag = names.tagOf(key);
                    if (tag != null && wanted.test(tag)) {
                        found.add(tag);
                    }
                }
                byte[] next = value.get(0);
                if (next.length == 1 && next[0] == '0') {
                    reply.accept(found.stream().distinct().toList(), null);
                } else {
                    scanFrom(next, wanted, found, reply);
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                reply.accept(found, failure);
            }
        });
    }

    /** Takes the versions; what is missing is made, once. */
    private final class VersionsReply implements Reply<List<byte[]>> {
        private final List<String> tags;
        private final Far.TagsReply reply;
        private final boolean first;

        VersionsReply(List<String> tags, Far.TagsReply reply, boolean first) {
            this.tags = tags;
            this.reply = reply;
            this.first = first;
        }

        @Override
        public void onValue(@Nullable List<byte[]> found, boolean tracked) {
            if (found == null || first && found.contains(null)) {
                make(tags, reply);
                return;
            }
            long now = System.nanoTime();
            TagVersion[] versions = new TagVersion[tags.size()];
            for (int i = 0; i < versions.length; i++) {
                versions[i] = version(tags.get(i), found.get(i), tracked, now);
            }
            reply.onVersions(versions);
        }

        /** A version that is missing even now, or that is about to be replaced, equals none. */
        private TagVersion version(String tag, byte @Nullable [] found, boolean tracked, long now) {
            if (found == null || doubtful.test(tag)) {
                return TagVersion.untracked(Ids.next());
            }
            long[] versions = Ids.readAll(found);
            long version = versions[0];
            long[] replaced = Arrays.copyOfRange(versions, 1, versions.length);
            return tracked ? known.learn(tag, version, now, replaced) : TagVersion.untracked(version, replaced);
        }

        @Override
        public void onFailure(RedisException failure) {
            reply.onFailure(failure);
        }
    }

    private static final class Ignored implements Reply<Object> {
        @Override
        public void onValue(@Nullable Object value, boolean tracked) {
            // The read that follows tells.
        }

        @Override
        public void onFailure(RedisException failure) {
            // The read that follows tells.
        }
    }
}
