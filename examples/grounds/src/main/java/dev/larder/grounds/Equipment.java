package dev.larder.grounds;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A machine or a vehicle.
 *
 * @param id number, from 1
 * @param version counts the changes, from 1
 * @param areaId where it is kept
 * @param inventoryNumber number on its label
 * @param kind what it is
 * @param model maker and model
 * @param status whether it can be used
 * @param bought day of purchase
 * @param price euros
 * @param operatingHours reading of its meter
 * @param nextInspection day on which an inspection is due
 * @param repairs what was done to it, newest first
 */
public record Equipment(
        long id,
        long version,
        long areaId,
        String inventoryNumber,
        Kind kind,
        String model,
        Status status,
        LocalDate bought,
        BigDecimal price,
        int operatingHours,
        LocalDate nextInspection,
        List<Repair> repairs)
        implements Versioned<Equipment> {

    /** What a machine is. */
    public enum Kind {
        RIDE_ON_MOWER,
        HEDGE_TRIMMER,
        CHAINSAW,
        LEAF_BLOWER,
        TRACTOR,
        VAN,
        SNOW_PLOUGH,
        WATER_TANK
    }

    /** Whether a machine can be used. */
    public enum Status {
        AVAILABLE,
        IN_USE,
        IN_REPAIR,
        RETIRED
    }

    /** Something done in the workshop, with its cost in euros. */
    public record Repair(LocalDate day, String work, BigDecimal cost) {}

    public Equipment {
        repairs = List.copyOf(repairs);
    }

    /** The same machine with another status. */
    public Equipment withStatus(Status next) {
        return new Equipment(
                id,
                version,
                areaId,
                inventoryNumber,
                kind,
                model,
                next,
                bought,
                price,
                operatingHours,
                nextInspection,
                repairs);
    }

    /** The same machine, kept on another area. */
    public Equipment withArea(long next) {
        return new Equipment(
                id,
                version,
                next,
                inventoryNumber,
                kind,
                model,
                status,
                bought,
                price,
                operatingHours,
                nextInspection,
                repairs);
    }

    @Override
    public Equipment withVersion(long next) {
        return new Equipment(
                id,
                next,
                areaId,
                inventoryNumber,
                kind,
                model,
                status,
                bought,
                price,
                operatingHours,
                nextInspection,
                repairs);
    }
}
