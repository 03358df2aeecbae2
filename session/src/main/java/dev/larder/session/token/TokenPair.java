package dev.larder.session.token;

import java.time.Duration;

/**
 * What a client gets at its login and at each refresh. Both tokens are 64 characters of {@code A-Z a-z 0-9 - _}.
 *
 * @param access what it shows with each request
 * @param accessLife how long that is valid from now on, by the server's clock
 * @param refresh what it trades for the next pair, once
 * @param refreshLife how long that can be traded from now on
 */
public record TokenPair(String access, Duration accessLife, String refresh, Duration refreshLife) {

    /** Shows the lives, and no token. */
    @Override
    public String toString() {
        return "TokenPair[access for " + accessLife + ", refresh for " + refreshLife + "]";
    }
}
