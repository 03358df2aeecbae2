package dev.larder.http.servlet;

import dev.larder.Larder;
import dev.larder.http.Gate;
import dev.larder.http.HttpCache;
import dev.larder.http.Route;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.guard.ScreeningRules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The HTTP cache as a filter: what stands behind it in the chain is asked only for what is not stored. Belongs before everything that reads
 * requests, security too, and after nothing but what says whom a request came from.
 *
 * <p>Thread-safe. A request waits on its own thread, for the store, for others that ask for the same, and for the application, which is called
 * on that thread as well. Requests for WebSockets and event streams, and dispatches other than those of requests, pass it by.
 */
public final class LarderFilter implements Filter {

    private static final Logger LOG = System.getLogger(LarderFilter.class.getName());

    /** So long the thread of a request that is answered waits for the right to ask anew in the background. */
    private static final Duration HEADSTART = Duration.ofSeconds(1);

    private final HttpCache cache;
    private final boolean addresses;
    private final boolean gated;

    private LarderFilter(Builder builder) {
        this.cache = builder.cache.build();
        this.gated = builder.gated;
        this.addresses = builder.addresses;
    }

    /**
     * Begins with no routes: nothing is cached, and requests are screened all the same.
     *
     * @param larder where responses are stored; it is not closed
     */
    public static Builder on(Larder larder) {
        return new Builder(larder);
    }

    /** Returns the cache, to invalidate URLs and to read what it has counted. */
    public HttpCache cache() {
        return cache;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked
                && response instanceof HttpServletResponse answer
                && request.getDispatcherType() == DispatcherType.REQUEST) {
            if (!passesBy(asked)) {
                answer(asked, answer, chain);
            } else if (gated) {
                enter(asked, answer, chain);
            } else {
                chain.doFilter(request, response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    /** WebSockets and event streams have no response that could be stored. Both are asked for by GET, which invalidates nothing. */
    private static boolean passesBy(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && (names(request, "Upgrade", "websocket") || names(request, "Accept", "text/event-stream"));
    }

    private static boolean names(HttpServletRequest request, String field, String value) {
        return Collections.list(request.getHeaders(field)).stream()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(value));
    }

    /** What passes the cache by passes no gate by. */
    private void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Turn turn = new Turn();
        CompletionStage<Gate.Entry> admitted =
                cache.admit(Arrivals.of(request), String.valueOf(request.getRemoteAddr()));
        CompletableFuture<Gate.Entry> entry = admitted.toCompletableFuture();
        admitted.whenComplete((done, failure) -> turn.wake());
        turn.until(entry::isDone);
        if (entry.isCompletedExceptionally()) {
            throw new ServletException("it could not be said whether the request may go on; it does not");
        }
        if (entry.join() instanceof Gate.Entry.Turned turned) {
            OwnAnswer answer = turned.answer();
            response.setStatus(answer.head().status());
            answer.head().fields().forEach(line -> response.addHeader(line.name(), line.value()));
            response.getOutputStream().write(answer.content().getBytes(StandardCharsets.US_ASCII));
        } else if (entry.join() instanceof Gate.Entry.Let let) {
            HttpServletResponse entered = EnteredResponse.of(response, let);
            chain.doFilter(new EnteredRequest(request, let, entered), entered);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Turn turn = new Turn();
        ServletCall call = new ServletCall(request, response, turn);
        ChainOrigin origin = new ChainOrigin(
                turn,
                (head, content, kept) -> new Run(request, response, call, turn, head, content, kept, addresses),
                head -> cache.invalidate(head.scheme(), head.authority(), head.target()));
        call.askedOf(origin);
        try {
            cache.handle(call, origin);
            turn.until(() -> origin.isAsked() || call.isOver());
            if (call.isOver() && call.goesOn()) {
                turn.until(() -> origin.isAsked() || !call.goesOn(), HEADSTART);
            }
            if (call.isOver() ? origin.isAskedInTheBackground() : origin.isAsked()) {
                origin.run(chain);
                if (origin.isAsync()) {
                    return;
                }
            }
            turn.until(call::isOver);
            end(call, origin);
        } finally {
            origin.close();
        }
    }

    private static void end(ServletCall call, ChainOrigin origin) throws IOException, ServletException {
        Throwable failure = origin.failure();
        if (failure != null && call.state() == ServletCall.State.ANSWERED) {
            LOG.log(Level.WARNING, "the application failed behind an answer from the cache", failure);
        } else if (failure != null) {
            rethrow(failure);
        } else if (call.gone() != null) {
            throw new IOException(call.gone());
        }
    }

    private static void rethrow(Throwable failure) throws IOException, ServletException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof ServletException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw new ServletException(failure);
    }

    /** Makes a filter. Not thread-safe. */
    public static final class Builder {
        private final HttpCache.Builder cache;
        private boolean addresses;
        private boolean gated;

        private Builder(Larder larder) {
            cache = HttpCache.on(
                    larder,
                    (request, content, interim) -> CompletableFuture.failedFuture(
                            new IllegalStateException("the origin is the chain of each request")));
        }

        /**
         * Adds a route; its prefix begins with the path of the context, if there is one.
         *
         * @throws IllegalArgumentException if there is one of that name, or of that prefix
         */
        public Builder route(Route route) {
            cache.route(route);
            return this;
        }

        /**
         * Sets who lets requests in, where the rules of their route ask for that: WebSockets and event streams too, which the cache lets
         * pass by.
         */
        public Builder gate(Gate gate) {
            cache.gate(gate);
            gated = !gate.equals(Gate.NONE);
            return this;
        }

        /** Sets which requests are let through at all. */
        public Builder screening(ScreeningRules rules) {
            cache.screening(rules);
            return this;
        }

        /**
         * Sets how long the application may take until a response that is to be stored is there as a whole. The default is 15 seconds.
         *
         * @throws IllegalArgumentException if it is not from 1 millisecond to 15 seconds
         */
        public Builder patience(Duration patience) {
            cache.patience(patience);
            return this;
        }

        /**
         * Shows the addresses of clients to the application though its response may be stored: it is trusted not to answer by them. The
         * default is not to.
         */
        public Builder showAddresses() {
            addresses = true;
            return this;
        }

        /** Builds. */
        public LarderFilter build() {
            return new LarderFilter(this);
        }
    }
}
