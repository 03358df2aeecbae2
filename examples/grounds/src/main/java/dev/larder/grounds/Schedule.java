package dev.larder.grounds;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A visit that is planned.
 *
 * @param id number: that of the contract times {@value #PER_CONTRACT}, plus 0 to 3
 * @param version counts the changes, from 1
 * @param contractId the contract it fulfils
 * @param areaId where
 * @param day when
 * @param start time of arrival
 * @param minutes time planned
 * @param status where it stands
 * @param tasks what to do
 * @param workerIds who comes
 * @param equipmentIds what they bring
 * @param instruction what to mind, or null
 */
public record Schedule(
        long id,
        long version,
        long contractId,
        long areaId,
        LocalDate day,
        LocalTime start,
        int minutes,
        Status status,
        List<Task> tasks,
        List<Long> workerIds,
        List<Long> equipmentIds,
        @Nullable String instruction)
        implements Versioned<Schedule> {

    /** Schedules that one contract can have. */
    public static final int PER_CONTRACT = 4;

    /** Where a visit stands. */
    public enum Status {
        PLANNED,
        CONFIRMED,
        UNDER_WAY,
        DONE,
        CALLED_OFF
    }

    public Schedule {
        tasks = List.copyOf(tasks);
        workerIds = List.copyOf(workerIds);
        equipmentIds = List.copyOf(equipmentIds);
    }

    /** The same visit with another status. */
    public Schedule withStatus(Status next) {
        return new Schedule(
                id,
                version,
                contractId,
                areaId,
                day,
                start,
                minutes,
                next,
                tasks,
                workerIds,
                equipmentIds,
                instruction);
    }

    @Override
    public Schedule withVersion(long next) {
        return new Schedule(
                id, next, contractId, areaId, day, start, minutes, status, tasks, workerIds, equipmentIds, instruction);
    }
}
