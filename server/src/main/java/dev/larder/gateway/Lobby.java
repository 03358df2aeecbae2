package dev.larder.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, on which everything happens. One that has no request under way is closed after a time, however many
 * bytes come: so nobody holds a connection by sending the head of a request slowly. It looks round twice a second, which costs a request
 * no timer.
 */
final class Lobby {

    private static final long ROUND_MILLIS = 500;

    /** A connection. */
    private static final class Guest {
        private int requests;
        private boolean served;
        private boolean leaving;
        private long quietSince = System.nanoTime();
    }

    private final Guests guests;
    private final Supplier<GatewaySettings> settings;
    private final IdentityHashMap<HttpConnection, Guest> here = new IdentityHashMap<>();

    Lobby(Guests guests, Supplier<GatewaySettings> settings) {
        this.guests = guests;
        this.settings = settings;
    }

    /** Looks round from now on. */
    void open(Vertx vertx) {
        vertx.setPeriodic(ROUND_MILLIS, ignored -> lookRound(System.nanoTime()));
    }

    /** Takes a connection in, or closes it. */
    void enter(HttpConnection connection) {
        SocketAddress remote = connection.remoteAddress();
        String address = remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
        GatewaySettings now = settings.get();
        if (!guests.admit(address, now.clientConnections(), now.connectionsPerAddress())) {
            connection.close();
            return;
        }
        here.put(connection, new Guest());
        connection.closeHandler(ignored -> {
            here.remove(connection);
            guests.leave(address);
        });
    }

    /** A request under way. */
    interface Stay {

        /** It is over; called once. */
        void left();

        /** Its connection takes no more requests, whatever has come already. */
        void last();
    }

    /** A request has come; returns null if its connection has been told that it takes no more. */
    @Nullable
    Stay begin(HttpServerRequest request) {
        Guest known = here.get(request.connection());
        Guest guest = known == null ? new Guest() : known;
        if (guest.leaving) {
            return null;
        }
        guest.requests++;
        guest.served = true;
        return new Stay() {
            @Override
            public void left() {
                guest.requests--;
                guest.quietSince = System.nanoTime();
            }

            @Override
            public void last() {
                guest.leaving = true;
            }
        };
    }

    private void lookRound(long now) {
        Duration first = settings.get().head();
        Duration later = settings.get().idle();
        for (Map.Entry<HttpConnection, Guest> entry : new ArrayList<>(here.entrySet())) {
            Guest guest = entry.getValue();
            long patience = (guest.served ? later : first).toNanos();
            if (guest.requests == 0 && now - guest.quietSince > patience) {
                entry.getKey().close();
            }
        }
    }
}
