package dev.larder.gateway;

import java.time.Duration;

/**
 * How long a gateway waits, and how much it takes.
 *
 * @param connect for a new connection to an origin
 * @param turn for a connection to an origin, new or free, at most
 * @param silence for the origin to begin its response once it has the whole request, and for each next part of what is sent or received
 * @param client for each next part of a request's content
 * @param connections to the origin, at most, where the origin does not say
 * @param load until a response that is to be stored is here as a whole; 15 seconds at most
 * @param idle for the next request on a connection of a client, and for the next byte of anything
 * @param head for the head of the first request on a connection, from its beginning on
 * @param clientConnections of clients, at most
 * @param connectionsPerAddress of clients from one address, or one IPv6 network, at most
 * @param drain for requests under way when the gateway is told to stop
 * @param clearTextHttp2 whether HTTP/2 is spoken in clear text; then a connection is not counted, nor its time taken, before its first
 *     request is here as a whole
 */
public record GatewaySettings(
        Duration connect,
        Duration turn,
        Duration silence,
        Duration client,
        int connections,
        Duration load,
        Duration idle,
        Duration head,
        int clientConnections,
        int connectionsPerAddress,
        Duration drain,
        boolean clearTextHttp2) {

    /** The defaults of {@link #builder}. */
    public static final GatewaySettings DEFAULT = builder().build();

    /** Checks. */
    public GatewaySettings {
        positive("connect", connect);
        positive("connection", turn);
        positive("origin", silence);
        positive("client", client);
        positive("load", load);
        positive("idle", idle);
        positive("head", head);
        positive("drain", drain);
        if (load.compareTo(Duration.ofSeconds(15)) > 0) {
            throw new IllegalArgumentException("the time-out load is 15s at most: leases are made for that");
        }
        if (connections < 1 || clientConnections < 1 || connectionsPerAddress < 1) {
            throw new IllegalArgumentException("there has to be one connection at least, to origins and of clients");
        }
    }

    /** Creates settings with the defaults for the others. */
    GatewaySettings(Duration connect, Duration turn, Duration silence, Duration client, int connections) {
        this(
                connect,
                turn,
                silence,
                client,
                connections,
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                10_000,
                1_000,
                Duration.ofSeconds(10),
                true);
    }

    /** Returns a builder that starts with these. */
    Builder toBuilder() {
        return builder()
                .connect(connect)
                .turn(turn)
                .silence(silence)
                .client(client)
                .connections(connections)
                .load(load)
                .idle(idle)
                .head(head)
                .clientConnections(clientConnections)
                .connectionsPerAddress(connectionsPerAddress)
                .drain(drain)
                .clearTextHttp2(clearTextHttp2);
    }

    private static void positive(String name, Duration time) {
        if (time.toMillis() < 1 || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the time-out " + name + " is from 1ms to 1d");
        }
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builder of settings. The defaults: 2 seconds for a new connection to an origin and 3 for any, 10 for it to do something, 256
     * connections to it; 60 seconds for a client to do something; 10 seconds for the head of its
     * first request; 10,000 connections of clients, 1,000 from one address; 15 seconds for a response that is stored; 10 to drain; no HTTP/2 in
     * clear text. Not
     * thread-safe.
     */
    public static final class Builder {
        private Duration connect = Duration.ofSeconds(2);
        private Duration turn = Duration.ofSeconds(3);
        private Duration silence = Duration.ofSeconds(10);
        private Duration client = Duration.ofSeconds(60);
        private int connections = 256;
        private Duration load = Duration.ofSeconds(15);
        private Duration idle = Duration.ofSeconds(60);
        private Duration head = Duration.ofSeconds(10);
        private int clientConnections = 10_000;
        private int connectionsPerAddress = 1_000;
        private Duration drain = Duration.ofSeconds(10);
        private boolean clearTextHttp2;

        private Builder() {}

        /** Sets how long a new connection to an origin may take. */
        public Builder connect(Duration time) {
            connect = time;
            return this;
        }

        /** Sets how long a request waits for a connection to an origin, new or free. */
        public Builder turn(Duration time) {
            turn = time;
            return this;
        }

        /** Sets how long an origin may do nothing. */
        public Builder silence(Duration time) {
            silence = time;
            return this;
        }

        /** Sets how long a client may send nothing of a request's content. */
        public Builder client(Duration time) {
            client = time;
            return this;
        }

        /** Sets the most connections to an origin that does not say it itself. */
        public Builder connections(int most) {
            connections = most;
            return this;
        }

        int connections() {
            return connections;
        }

        /** Sets how long the origin may take until a response that is stored is here as a whole. */
        public Builder load(Duration time) {
            load = time;
            return this;
        }

        /** Sets how long a client's connection may do nothing. */
        public Builder idle(Duration time) {
            idle = time;
            return this;
        }

        /** Sets how long the head of the first request on a connection may take. */
        public Builder head(Duration time) {
            head = time;
            return this;
        }

        /** Sets the most connections of clients. */
        public Builder clientConnections(int most) {
            clientConnections = most;
            return this;
        }

        /** Sets the most connections of clients from one address. */
        public Builder connectionsPerAddress(int most) {
            connectionsPerAddress = most;
            return this;
        }

        /** Sets how long requests under way may take when the gateway is told to stop. */
        public Builder drain(Duration time) {
            drain = time;
            return this;
        }

        /** Sets whether HTTP/2 is spoken in clear text; it is not, unless said. */
        public Builder clearTextHttp2(boolean spoken) {
            clearTextHttp2 = spoken;
            return this;
        }

        /**
         * Builds.
         *
         * @throws IllegalArgumentException saying what cannot be
         */
        public GatewaySettings build() {
            return new GatewaySettings(
                    connect,
                    turn,
                    silence,
                    client,
                    connections,
                    load,
                    idle,
                    head,
                    clientConnections,
                    connectionsPerAddress,
                    drain,
                    clearTextHttp2);
        }
    }
}
