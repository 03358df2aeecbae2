package dev.larder.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Lists sessions of a user: a page of the index, then what there is of them, which takes what is no more out of the index. */
final class Listing {

    private static final int MOST = 1_000;

    private final SessionKeys keys;
    private final Commands commands;
    private final Wire wire;
    private final Replies replies;

    Listing(SessionKeys keys, Commands commands, Wire wire, Replies replies) {
        this.keys = keys;
        this.commands = commands;
        this.wire = wire;
        this.replies = replies;
    }

    CompletionStage<SessionList> list(String owner, Cursor from, int limit, Executor executor) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page of " + limit + " sessions; it has 1 to " + MOST);
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
        return wire.ask(
                commands.describe(owner, handles),
                executor,
                reply -> CompletableFuture.completedFuture(page(owner, reply, next)),
                failure -> CompletableFuture.completedFuture(new SessionList.Unavailable(failure)));
    }

    private SessionList page(String owner, List<byte[]> reply, @Nullable String next) {
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
        return new SessionList.Page(items, next);
    }
}
