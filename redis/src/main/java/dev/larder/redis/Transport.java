package dev.larder.redis;

import dev.larder.redis.RedisConfig.Node;
import dev.larder.redis.RedisConfig.Tls;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisHandshakeHandler;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The client library, set up to do as little as possible: it connects, shakes hands, encodes and decodes. Reconnection,
 * time-outs, queues and retries are ours. Its threads are daemons called {@code larder-redis-…}.
 */
final class Transport {

    private static final int COLD_START = 4;

    private static final AttributeKey<CompletableFuture<Void>> SHAKING =
            AttributeKey.valueOf(Transport.class, "shaking");

    /** How the handshake ends of the connection that this thread begins. */
    private static final ThreadLocal<CompletableFuture<Void>> BEGINNING = new ThreadLocal<>();

    static final String THREADS = "larder-redis-";

    private final RedisConfig config;
    private final ClientResources resources;
    private final RedisClient client;
    private final Map<Object, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();
    private final @Nullable Certificates certificates;
    private final Accounts accounts;
    private volatile boolean succeeded;

    /** A connection, and as whom it is logged in; null for not at all. */
    record Opened(
            StatefulRedisConnection<byte[], byte[]> connection,
            @Nullable Account account) {}

    Transport(RedisConfig config) {
        this.config = config;
        Tls tls = config.tls();
        this.certificates = tls == null ? null : new Certificates(tls);
        this.accounts = new Accounts(config.login(), System::getenv);
        if (tls != null && !tls.verifyHostname()) {
            System.getLogger(Transport.class.getName())
                    .log(
                            Level.WARNING,
                            "redis: tls-verify-hostname is off: whoever has any certificate of a trusted authority can"
                                    + " pass for the server");
        }
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(DefaultClientResources.MIN_IO_THREADS)
                .computationThreadPoolSize(DefaultClientResources.MIN_COMPUTATION_THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .threadFactoryProvider(pool -> new DefaultThreadFactory(THREADS + purpose(pool), true))
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterBootstrapInitialized(Bootstrap bootstrap) {
                        bootstrap.attr(SHAKING, BEGINNING.get());
                    }

                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        watch(channel);
                        EndOnFailure.guard(channel.pipeline());
                        channel.pipeline().addFirst(new Flushes());
                    }
                })
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .protocolVersion(ProtocolVersion.RESP3)
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .useHashIndexQueue(false)
                .socketOptions(socketOptions())
                .sslOptions(sslOptions())
                .build());
    }

    private SslOptions sslOptions() {
        SslOptions.Builder options = SslOptions.builder()
                .jdkSslProvider()
                .protocols("TLSv1.3", "TLSv1.2")
                .handshakeTimeout(config.connectTimeout().multipliedBy(COLD_START));
        if (certificates != null) {
            options.sslContext(certificates::apply);
        }
        return options.build();
    }

    private static String purpose(String pool) {
        if (pool.endsWith("EventLoop")) {
            return "io";
        }
        return pool.endsWith("timer") ? "timer" : "events";
    }

    private SocketOptions socketOptions() {
        SocketOptions.Builder options = SocketOptions.builder()
                .connectTimeout(config.connectTimeout())
                .tcpNoDelay(true)
                .keepAlive(true);
        if (EpollProvider.isAvailable()) {
            options.tcpUserTimeout(TcpUserTimeoutOptions.builder()
                    .enable()
                    .tcpUserTimeout(config.deadAfter())
                    .build());
        }
        return options.build();
    }

    /**
     * Connects, with TLS if configured, and says {@code HELLO 3}. The files with certificates and credentials are read
     * before, and those with credentials once more if the server refuses them.
     *
     * @param credentials whether to send user and password
     * @param database whether to select the configured database
     * @return completed on the connection's I/O thread
     */
    CompletionStage<Opened> connect(Node node, boolean credentials, boolean database) {
        Account account;
        try {
            if (certificates != null) {
                certificates.look();
            }
            account = credentials ? accounts.look() : null;
        } catch (UnsuitableServerException e) {
            return CompletableFuture.failedStage(e);
        }
        return attempt(node, account, database)
                .handle((opened, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(opened);
                    }
                    Account again = account != null && Diagnosis.refusesLogin(failure) ? accounts.look() : account;
                    return again == null || again.equals(account)
                            ? CompletableFuture.<Opened>failedStage(failure)
                            : attempt(node, again, database);
                })
                .thenCompose(outcome -> outcome);
    }

    private CompletionStage<Opened> attempt(Node node, @Nullable Account account, boolean database) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(node.host())
                .withPort(node.port())
                .withTimeout(patience())
                .withClientName(config.clientName())
                // CLIENT SETINFO would be one more right, and Redis 7.0 does not know it
                .withLibraryName("")
                .withLibraryVersion("");
        Tls tls = config.tls();
        if (tls != null) {
            uri.withSsl(true).withVerifyPeer(tls.verifyHostname() ? SslVerifyMode.FULL : SslVerifyMode.CA);
        }
        if (account != null) {
            String username = account.username();
            char[] password = account.password().toCharArray();
            // known at once, so that the handshake stays on the I/O thread, and ends when the connection can be used
            uri.withAuthentication(new StaticCredentialsProvider(RedisCredentials.just(username, password)));
        }
        if (database) {
            uri.withDatabase(config.database());
        }
        return connect(uri.build()).thenApply(connection -> new Opened(connection, account));
    }

    /**
     * Connects, and tells why not. The client library looks for its handshake after it has begun to connect; if the server was
     * faster to refuse, the handshake is gone with the connection and the library tells only that it is not there.
     */
    private CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect(RedisURI uri) {
        CompletableFuture<Void> handshake = new CompletableFuture<>();
        BEGINNING.set(handshake);
        try {
            return client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                    .toCompletableFuture() // what the library's own future composes is never completed
                    .exceptionallyCompose(failure -> handshake.isCompletedExceptionally()
                            ? handshake.thenApply(never -> null)
                            : CompletableFuture.failedFuture(failure));
        } finally {
            BEGINNING.remove();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the callback that matters
    private static void watch(Channel channel) {
        CompletableFuture<Void> handshake = channel.attr(SHAKING).get();
        RedisHandshakeHandler handler = channel.pipeline().get(RedisHandshakeHandler.class);
        if (handshake != null && handler != null) {
            handler.channelInitialized().whenComplete((done, failure) -> {
                if (failure == null) {
                    handshake.complete(null);
                } else {
                    handshake.completeExceptionally(failure);
                }
            });
        }
    }

    /** Whether connections log in at all. */
    boolean logsIn() {
        return accounts.any();
    }

    /** Whether there are files that may change. */
    boolean changes() {
        return certificates != null || accounts.changes();
    }

    /** Reads the files again; what is wrong is reported, here or by the next connection. */
    @Nullable
    Account look() {
        try {
            if (certificates != null) {
                certificates.look();
            }
            return accounts.changes() ? accounts.look() : null;
        } catch (UnsuitableServerException e) {
            System.getLogger(Transport.class.getName()).log(Level.DEBUG, "redis: the files are not there yet", e);
            return null;
        }
    }

    /**
     * How long a handshake may take: {@code connect-timeout}, or {@value #COLD_START} times that until one has succeeded,
     * because a JVM that has just started loads and interprets the client at the same time.
     */
    Duration patience() {
        return succeeded ? config.connectTimeout() : config.connectTimeout().multipliedBy(COLD_START);
    }

    void succeeded() {
        succeeded = true;
    }

    /** Closes one connection. */
    void close(StatefulRedisConnection<byte[], byte[]> connection) {
        close(connection, () -> {});
    }

    /**
     * Closes one connection.
     *
     * @param then run when nothing will be received on it any more
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the callback that matters
    void close(StatefulRedisConnection<byte[], byte[]> connection, Runnable then) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        closing.put(connection, closed);
        connection.closeAsync().whenComplete((done, failure) -> {
            closing.remove(connection);
            closed.complete(null);
            then.run();
        });
    }

    /** Closes every connection and ends the threads; waits for it, unless called on one of them. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the callback that matters
    void close() {
        boolean ours = Thread.currentThread().getName().startsWith(THREADS);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        CompletableFuture<Void> connections =
                CompletableFuture.allOf(closing.values().toArray(CompletableFuture<?>[]::new));
        if (!ours) {
            await(connections);
        }
        client.shutdownAsync(0, 1, TimeUnit.SECONDS)
                .whenComplete((closed, failure) ->
                        resources.shutdown(0, 1, TimeUnit.SECONDS).addListener(ended -> done.complete(true)));
        if (!ours) {
            await(done);
        }
    }

    /** Waits for something that is a matter of milliseconds; not longer than two seconds, and not when interrupted. */
    static void await(Future<?> done) {
        try {
            done.get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(Transport.class.getName()).log(Level.DEBUG, "redis: closing takes long", e);
        }
    }
}
