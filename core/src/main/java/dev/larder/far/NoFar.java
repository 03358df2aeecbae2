package dev.larder.far;

import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.ServerClock;
import dev.larder.tag.TagVersion;
import dev.larder.tag.TagVersions;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * No shared tier: nothing is ever found in it, every lease is granted, and every write is done by telling the near tier.
 * A process alone is always coherent with itself.
 */
public final class NoFar implements Far {

    private final TagVersions tags;

    /** More than a hundred years from now. */
    private final long forever = System.nanoTime() + Long.MAX_VALUE / 2;

    /** Creates the absence of a tier; tag versions live in this process only. */
    public NoFar(TagVersions tags) {
        this.tags = tags;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public boolean coherent(long nanoTime) {
        return true;
    }

    @Override
    public long coherentUntil() {
        return forever;
    }

    @Override
    public ServerClock clock() {
        long now = System.nanoTime();
        return new ServerClock(System.currentTimeMillis(), now, now);
    }

    @Override
    public int slot(RedisKey key) {
        return 0;
    }

    @Override
    public void read(ValueKey key, Reply<byte[]> reply) {
        reply.onValue(null, true);
    }

    @Override
    public void readAll(List<Read> reads) {
        reads.forEach(read -> read.reply().onValue(null, true));
    }

    @Override
    public void lease(List<Lease> leases) {
        leases.forEach(lease -> lease.reply().onOwned(true));
    }

    @Override
    public void release(ValueKey key, byte[] marker) {
        // Nothing was taken.
    }

    @Override
    public void write(List<Write> writes) {
        writes.forEach(write -> write.reply().onDone(true));
    }

    @Override
    public void keep(ValueKey key, byte[] value, long millis, WriteReply reply) {
        reply.onDone(false);
    }

    @Override
    public void writeIfAbsent(Write write) {
        write.reply().onDone(true);
    }

    @Override
    public void delete(List<ValueKey> keys, List<WriteReply> replies) {
        replies.forEach(reply -> reply.onDone(false));
    }

    @Override
    public void drop(ValueKey key) {
        // Nothing is in place.
    }

    @Override
    public void expire(ValueKey key, long newId, WriteReply reply) {
        reply.onDone(false);
    }

    @Override
    public void touch(List<RedisKey> keys, List<String> tags) {
        // Nobody evicts anything.
    }

    @Override
    public void tagVersions(List<String> names, TagsReply reply) {
        TagVersion[] versions = new TagVersion[names.size()];
        for (int i = 0; i < versions.length; i++) {
            TagVersion known = tags.find(names.get(i));
            versions[i] = known != null ? known : tags.learn(names.get(i), Ids.next(), System.nanoTime());
        }
        reply.onVersions(versions);
    }

    @Override
    public void makeTagVersions(List<String> names, TagsReply reply) {
        tagVersions(names, reply);
    }

    @Override
    public void replaceTags(List<String> names, WriteReply reply) {
        names.forEach(tags::forget);
        reply.onDone(false);
    }

    @Override
    public void expireTags(List<String> names, WriteReply reply) {
        names.forEach(name -> tags.replaceSoftly(name, Ids.next()));
        tags.forget(KeyNames.root());
        reply.onDone(false);
    }

    @Override
    public void findTags(Predicate<String> wanted, BiConsumer<List<String>, @Nullable RedisException> reply) {
        reply.accept(tags.names().stream().filter(wanted).toList(), null);
    }
}
