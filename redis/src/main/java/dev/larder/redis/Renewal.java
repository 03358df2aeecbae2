package dev.larder.redis;

import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one link logged in as the newest account: sends {@code AUTH} when it has changed, in wire order between other
 * commands. A server that refuses it leaves the link logged in as before; then it is tried again after a pause, or as soon
 * as the account has changed again.
 *
 * <p>Guarded by this object's lock.
 */
final class Renewal {

    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final Link link;
    private final Shared shared;
    private @Nullable Account used;
    private @Nullable Account refused;
    private long refusedAt;
    private boolean underWay;

    /**
     * Begins with a connection that is made.
     *
     * @param used as whom it is logged in, or null if it is not
     */
    Renewal(Link link, Shared shared, @Nullable Account used) {
        this.link = link;
        this.shared = shared;
        this.used = used;
    }

    /** Logs in again if this is not how the link is logged in. Control thread. */
    void renew(Account newest, long now) {
        synchronized (this) {
            boolean pausing = newest.equals(refused) && now - refusedAt < PAUSE;
            if (underWay || newest.equals(used) || pausing) {
                return;
            }
            underWay = true;
        }
        Answered answered = new Answered(newest);
        link.dispatch(new Exchange(Verb.AUTH, newest.arguments(), link, answered, System.nanoTime(), 0));
    }

    private final class Answered implements Outcome {

        private final Account account;

        Answered(Account account) {
            this.account = account;
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            synchronized (Renewal.this) {
                used = account;
                refused = null;
                underWay = false;
            }
            System.getLogger(Renewal.class.getName())
                    .log(Level.INFO, "redis " + link.address() + ": logged in again with changed credentials");
        }

        @Override
        public void refused(String error, boolean late) {
            synchronized (Renewal.this) {
                refused = account;
                refusedAt = System.nanoTime();
                underWay = false;
            }
            RedisConfig.Login login = shared.config().login();
            RedisConfig.Source password = login.password();
            shared.log()
                    .warn(
                            "redis " + link.address() + ": the server refuses the changed credentials of "
                                    + Accounts.who(login) + " (" + error
                                    + "); this connection goes on with the old ones, but a new one could not be made;"
                                    + " correct "
                                    + (password == null ? "them" : Accounts.place("password", password))
                                    + ", or ACL SETUSER on the server",
                            null);
        }

        @Override
        public void failed(RedisException failure) {
            synchronized (Renewal.this) {
                underWay = false;
            }
        }
    }
}
