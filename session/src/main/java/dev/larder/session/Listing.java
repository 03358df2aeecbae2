package dev.larder.session;

import dev.larder.codec.CodecException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Lists sessions of a user: a page of the index, then what there is of them, which takes what is no more out of the index. */
final class Listing {

    private static final int MOST = 1_000;

    /**
     * Sessions of one script call; those of a page leave together. Redis 7.0 notes all keys of a script for each one that it reads, for a
     * connection that is told of changes: with a thousand that takes it 400 ms, with these 0.15 ms.
     */
    private static final int AT_ONCE = 20;

    private final SessionKeys keys;
    private final Commands commands;
    private final Wire wire;
    private final Replies replies;
    private final Orders orders;

    Listing(SessionKeys keys, Commands commands, Wire wire, Replies replies, Orders orders) {
        this.keys = keys;
        this.commands = commands;
        this.wire = wire;
        this.replies = replies;
        this.orders = orders;
    }

    CompletionStage<SessionList> list(String owner, Cursor from, int limit, Executor executor) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page of " + limit + " sessions; it has 1 to " + MOST);
        }
        SessionList known = orders.obey(owner);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return wire.ask(
                commands.page(owner, from, limit),
                executor,
                reply -> describe(owner, from, limit, reply, executor),
                failure -> CompletableFuture.completedFuture(new SessionList.Unavailable(failure)));
    }

    private CompletionStage<SessionList> describe(
            String owner, Cursor from, int limit, List<byte[]> page, Executor executor) {
        if (page.isEmpty()) {
            return CompletableFuture.completedFuture(new SessionList.Page(List.of(), null));
        }
        List<String> handles = new ArrayList<>(limit);
        List<String> scores = new ArrayList<>(limit);
        for (int i = 0; i < page.size(); i += 2) {
            handles.add(Replies.text(page.get(i)));
            scores.add(Replies.text(page.get(i + 1)));
        }
        String next = handles.size() < limit ? null : from.after(scores).toString();
        CompletionStage<SessionList> whole = CompletableFuture.completedFuture(new SessionList.Page(List.of(), next));
        for (int i = 0; i < handles.size(); i += AT_ONCE) {
            CompletionStage<SessionList> some = wire.ask(
                    commands.describe(owner, handles.subList(i, Math.min(i + AT_ONCE, handles.size()))),
                    executor,
                    reply -> CompletableFuture.completedFuture(readable(owner, reply)),
                    failure -> CompletableFuture.completedFuture(new SessionList.Unavailable(failure)));
            whole = whole.thenCombine(some, Listing::and);
        }
        return whole;
    }

    /** All or nothing: a part that is missing would pass for sessions that are no more. Each session is shown once. */
    private static SessionList and(SessionList first, SessionList second) {
        if (!(first instanceof SessionList.Page page) || !(second instanceof SessionList.Page more)) {
            return first instanceof SessionList.Unavailable ? first : second;
        }
        Map<String, SessionList.Item> all = new LinkedHashMap<>();
        page.sessions().forEach(item -> all.put(item.handle(), item));
        more.sessions().forEach(item -> all.putIfAbsent(item.handle(), item));
        return new SessionList.Page(List.copyOf(all.values()), page.next());
    }

    private SessionList readable(String owner, List<byte[]> reply) {
        try {
            return page(owner, reply);
        } catch (CodecException e) {
            return new SessionList.Unavailable(e);
        }
    }

    private SessionList.Page page(String owner, List<byte[]> reply) {
        long now = Replies.number(reply.get(0));
        List<SessionList.Item> items = new ArrayList<>(reply.size() / 4);
        for (int i = 1; i + 3 < reply.size(); i += 4) {
            String handle = Replies.text(reply.get(i));
            Stored.Times times = Stored.Times.of(reply.get(i + 1));
            Visitor visitor = replies.visitor(keys.session(owner, handle), reply.get(i + 2));
            if (times != null && visitor != null) {
                long touched = replies.touched(Replies.number(reply.get(i + 3)), now);
                items.add(new SessionList.Item(
                        handle,
                        visitor.details(),
                        Instant.ofEpochMilli(times.created()),
                        Instant.ofEpochMilli(times.lastUse(touched, now))));
            }
        }
        return new SessionList.Page(items, null);
    }
}
