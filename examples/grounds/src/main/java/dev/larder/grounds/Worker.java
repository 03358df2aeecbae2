package dev.larder.grounds;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * Someone who does the work.
 *
 * @param id number, from 1
 * @param version counts the changes, from 1
 * @param name first and last name
 * @param email address at the company
 * @param phone number of the mobile phone
 * @param role what they are
 * @param active whether they are still employed
 * @param hired first day
 * @param hourlyRate euros
 * @param home where they live
 * @param skills what they are trained for
 */
public record Worker(
        long id,
        long version,
        String name,
        String email,
        String phone,
        Role role,
        boolean active,
        LocalDate hired,
        BigDecimal hourlyRate,
        Address home,
        List<Task> skills)
        implements Versioned<Worker> {

    /** What a worker is. */
    public enum Role {
        APPRENTICE,
        GARDENER,
        ARBORIST,
        DRIVER,
        FOREMAN
    }

    public Worker {
        skills = List.copyOf(skills);
    }

    /** The same worker in another role. */
    public Worker withRole(Role next) {
        return new Worker(id, version, name, email, phone, next, active, hired, hourlyRate, home, skills);
    }

    /** The same worker, employed or not. */
    public Worker withActive(boolean next) {
        return new Worker(id, version, name, email, phone, role, next, hired, hourlyRate, home, skills);
    }

    @Override
    public Worker withVersion(long next) {
        return new Worker(id, next, name, email, phone, role, active, hired, hourlyRate, home, skills);
    }
}
