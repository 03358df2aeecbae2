package dev.larder.grounds;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agreement with a customer on the upkeep of one area. As JSON it has 0.3 to 4 KB, half of them less than about 1 KB. {@link Serializable},
 * as other caches want it.
 *
 * @param id number, from 1
 * @param version counts the changes, from 1
 * @param areaId the area it is about
 * @param number number on the paper
 * @param title subject in a few words
 * @param status where it stands
 * @param customer who pays
 * @param validFrom first day
 * @param validUntil last day, or null if it runs until cancelled
 * @param terms money and notice
 * @param services what is to be done
 * @param visits the latest visits, newest first
 * @param notes remarks of the office
 * @param updated time of the last change
 */
public record Contract(
        long id,
        long version,
        long areaId,
        String number,
        String title,
        Status status,
        Customer customer,
        LocalDate validFrom,
        @Nullable LocalDate validUntil,
        Terms terms,
        List<Service> services,
        List<Visit> visits,
        List<String> notes,
        Instant updated)
        implements Versioned<Contract>, Serializable {

    /** Where a contract stands. */
    public enum Status {
        OFFERED,
        ACTIVE,
        SUSPENDED,
        CANCELLED,
        EXPIRED
    }

    /** How often something is due. */
    public enum Interval {
        WEEKLY,
        FORTNIGHTLY,
        MONTHLY,
        QUARTERLY,
        YEARLY,
        ON_DEMAND
    }

    /** How a visit ended. */
    public enum Outcome {
        DONE,
        PARTLY_DONE,
        RAINED_OFF,
        NO_ACCESS
    }

    /** Who pays; {@code contact} and {@code email} are null for those who never gave any. */
    public record Customer(
            String name, @Nullable String contact, @Nullable String email, Address address) implements Serializable {}

    /** Money and notice: fee per month in euros, how often it is billed, days to pay, weeks of notice. */
    public record Terms(BigDecimal monthlyFee, Interval billing, int paymentDays, int noticeWeeks)
            implements Serializable {}

    /** Something to be done regularly, with its price per time in euros. */
    public record Service(
            Task task,
            Interval interval,
            int surface,
            BigDecimal price,
            @Nullable String remark) implements Serializable {}

    /** A visit that took place. */
    public record Visit(
            LocalDate day,
            long workerId,
            int minutes,
            Outcome outcome,
            @Nullable String remark) implements Serializable {}

    public Contract {
        services = List.copyOf(services);
        visits = List.copyOf(visits);
        notes = List.copyOf(notes);
    }

    /** The same contract with another fee, changed at the given time. */
    public Contract withMonthlyFee(BigDecimal fee, Instant now) {
        Terms changed = new Terms(fee, terms.billing(), terms.paymentDays(), terms.noticeWeeks());
        return new Contract(
                id,
                version,
                areaId,
                number,
                title,
                status,
                customer,
                validFrom,
                validUntil,
                changed,
                services,
                visits,
                notes,
                now);
    }

    /** The same contract with another status, changed at the given time. */
    public Contract withStatus(Status next, Instant now) {
        return new Contract(
                id,
                version,
                areaId,
                number,
                title,
                next,
                customer,
                validFrom,
                validUntil,
                terms,
                services,
                visits,
                notes,
                now);
    }

    /** The same contract with another title, changed at the given time. */
    public Contract withTitle(String next, Instant now) {
        return new Contract(
                id,
                version,
                areaId,
                number,
                next,
                status,
                customer,
                validFrom,
                validUntil,
                terms,
                services,
                visits,
                notes,
                now);
    }

    /** The same contract about another area, changed at the given time; what is planned stays where it is. */
    public Contract withArea(long next, Instant now) {
        return new Contract(
                id,
                version,
                next,
                number,
                title,
                status,
                customer,
                validFrom,
                validUntil,
                terms,
                services,
                visits,
                notes,
                now);
    }

    @Override
    public Contract withVersion(long next) {
        return new Contract(
                id,
                next,
                areaId,
                number,
                title,
                status,
                customer,
                validFrom,
                validUntil,
                terms,
                services,
                visits,
                notes,
                updated);
    }
}
