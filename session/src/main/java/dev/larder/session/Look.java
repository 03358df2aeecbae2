package dev.larder.session;

import java.util.List;

/**
 * What {@link Commands#look} answers.
 *
 * @param fields those of the session, and their values
 * @param left milliseconds of its idle life
 * @param user the fields of its user, and their values; empty if it is of nobody
 */
record Look(List<byte[]> fields, long left, List<byte[]> user) {

    @SuppressWarnings("unchecked") // what the commands answer
    static Look of(Name name, List<?> answers) {
        return new Look(
                (List<byte[]>) answers.get(0),
                (Long) answers.get(1),
                name.ofNobody() ? List.of() : (List<byte[]>) answers.get(2));
    }
}
