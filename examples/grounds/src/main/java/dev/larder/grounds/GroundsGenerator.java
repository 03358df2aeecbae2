package dev.larder.grounds;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Makes the entities of the sample out of a seed. An entity depends on the seed, on the number of contracts and on its
 * own id alone, so it is the same in whatever order, thread or process it is made. Safe for use by several threads.
 *
 * @param seed what all draws start from
 * @param contracts how many contracts there are, at least 1; areas, workers and equipment follow from it
 */
public record GroundsGenerator(long seed, int contracts) {
    private static final int AREA = 1;
    private static final int CONTRACT = 2;
    private static final int SCHEDULE = 3;
    private static final int WORKER = 4;
    private static final int EQUIPMENT = 5;
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

    public GroundsGenerator {
        if (contracts < 1) {
            throw new IllegalArgumentException("contracts is " + contracts + "; at least 1 is needed");
        }
    }

    /** Number of areas: about one for twenty contracts. Ids are 1 to this number, as for all but schedules. */
    public int areas() {
        return contracts / 20 + 1;
    }

    /** Number of workers: about one for fifty contracts. */
    public int workers() {
        return contracts / 50 + 1;
    }

    /** Number of machines and vehicles: about one for twenty-five contracts. */
    public int equipment() {
        return contracts / 25 + 1;
    }

    /** The area with this id. */
    public Area area(long id) {
        Draw draw = new Draw(seed, AREA, id);
        Area.Kind kind = draw.pick(Area.Kind.class);
        double latitude = draw.degrees(50, 54);
        double longitude = draw.degrees(7, 12);
        int corners = draw.between(4, 12);
        List<GeoPoint> outline = new ArrayList<>(corners);
        double radius = draw.degrees(0.0002, 0.003);
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            double reach = radius * (0.6 + draw.degrees(0, 0.4));
            outline.add(new GeoPoint(
                    rounded(latitude + reach * StrictMath.sin(angle)),
                    rounded(longitude + reach * StrictMath.cos(angle))));
        }
        return new Area(
                id,
                1,
                Phrases.area(draw, kind),
                kind,
                Phrases.address(draw),
                draw.skewed(80, 90_000),
                outline,
                draw.chance(0.4) ? draw.pick(Words.WISHES) : null);
    }

    /** The contract with this id. */
    public Contract contract(long id) {
        Draw draw = new Draw(seed, CONTRACT, id);
        Task main = draw.pick(Task.class);
        Contract.Status status = draw.pick(Contract.Status.class, 4, 30);
        LocalDate from = draw.day(TODAY.minusYears(6), 2000);
        boolean started = status != Contract.Status.OFFERED;
        // Most contracts are small, a few have a long history: this gives the JSON its spread.
        int effort = draw.skewed(0, 24);
        return new Contract(
                id,
                1,
                areaOf(id),
                "GM-%d-%06d".formatted(from.getYear(), id),
                Phrases.title(draw, main),
                status,
                customer(draw),
                from,
                draw.chance(0.6) ? from.plusYears(draw.between(1, 5)) : null,
                terms(draw),
                services(draw, main, draw.between(0, 1) + effort / 3),
                started ? visits(draw, draw.between(effort / 2, 1 + effort)) : List.of(),
                notes(draw, draw.skewed(0, 4 + effort / 3)),
                draw.day(from, 300)
                        .atTime(draw.between(6, 17), draw.between(0, 59), draw.between(0, 59))
                        .toInstant(ZoneOffset.UTC));
    }

    /** The planned visits of a contract, none to {@value Schedule#PER_CONTRACT}. */
    public List<Schedule> schedules(long contractId) {
        Draw draw = new Draw(seed, SCHEDULE, contractId);
        int count = draw.skewed(0, Schedule.PER_CONTRACT);
        List<Schedule> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Schedule(
                    contractId * Schedule.PER_CONTRACT + i,
                    1,
                    contractId,
                    areaOf(contractId),
                    draw.day(TODAY.minusDays(7), 90),
                    LocalTime.of(draw.between(6, 16), 15 * draw.between(0, 3)),
                    15 * draw.between(1, 32),
                    draw.pick(Schedule.Status.class, 10, 5),
                    tasks(draw, draw.between(1, 3)),
                    ids(draw, draw.between(1, 3), workers()),
                    ids(draw, draw.between(0, 3), equipment()),
                    draw.chance(0.3) ? draw.pick(Words.WISHES) : null));
        }
        return all;
    }

    /** The worker with this id. */
    public Worker worker(long id) {
        Draw draw = new Draw(seed, WORKER, id);
        String name = Phrases.person(draw);
        return new Worker(
                id,
                1,
                name,
                Phrases.email(draw, name),
                "+49 170 " + draw.between(1_000_000, 9_999_999),
                draw.pick(Worker.Role.class, 2, 8),
                draw.chance(0.9),
                draw.day(TODAY.minusYears(20), 7000),
                draw.euros(14, 38),
                Phrases.address(draw),
                tasks(draw, draw.between(1, 6)));
    }

    /** The machine or vehicle with this id. */
    public Equipment equipment(long id) {
        Draw draw = new Draw(seed, EQUIPMENT, id);
        LocalDate bought = draw.day(TODAY.minusYears(9), 3000);
        int count = draw.skewed(0, 5);
        List<Equipment.Repair> repairs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            repairs.add(new Equipment.Repair(draw.day(bought, 250), draw.pick(Words.REPAIRS), draw.euros(15, 900)));
        }
        repairs.sort((a, b) -> b.day().compareTo(a.day()));
        return new Equipment(
                id,
                1,
                draw.id(areas()),
                "EQ-%05d".formatted(id),
                draw.pick(Equipment.Kind.class),
                draw.pick(Words.MAKERS) + " " + (char) ('A' + draw.between(0, 25)) + draw.between(10, 99) * 10,
                draw.pick(Equipment.Status.class, 8, 4),
                bought,
                draw.euros(150, 45_000),
                draw.between(0, 9_000),
                draw.day(TODAY, 365),
                repairs);
    }

    private long areaOf(long contractId) {
        return contractId % areas() + 1;
    }

    private static Contract.Customer customer(Draw draw) {
        boolean company = draw.chance(0.6);
        String contact = Phrases.person(draw);
        return new Contract.Customer(
                company ? Phrases.company(draw) : contact,
                company && draw.chance(0.8) ? contact : null,
                draw.chance(0.7) ? Phrases.email(draw, contact) : null,
                Phrases.address(draw));
    }

    private static Contract.Terms terms(Draw draw) {
        return new Contract.Terms(
                draw.euros(40, 4_000), draw.pick(Contract.Interval.class), draw.between(1, 6) * 7, draw.between(2, 26));
    }

    private static List<Contract.Service> services(Draw draw, Task main, int count) {
        List<Contract.Service> services = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            services.add(new Contract.Service(
                    i == 0 ? main : draw.pick(Task.class),
                    draw.pick(Contract.Interval.class),
                    draw.skewed(20, 20_000),
                    draw.euros(12, 900),
                    draw.chance(0.3) ? "Around the " + draw.pick(Words.PLACES) : null));
        }
        return services;
    }

    private List<Contract.Visit> visits(Draw draw, int count) {
        List<Contract.Visit> visits = new ArrayList<>(count);
        LocalDate day = TODAY;
        for (int i = 0; i < count; i++) {
            day = day.minusDays(draw.between(3, 30));
            visits.add(new Contract.Visit(
                    day,
                    draw.id(workers()),
                    15 * draw.between(1, 24),
                    draw.pick(Contract.Outcome.class, 12, 3),
                    draw.chance(0.35) ? Phrases.remark(draw) : null));
        }
        return visits;
    }

    private static List<String> notes(Draw draw, int count) {
        List<String> notes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            notes.add(Phrases.note(draw));
        }
        return notes;
    }

    private static List<Task> tasks(Draw draw, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> draw.pick(Task.class))
                .distinct()
                .toList();
    }

    private static List<Long> ids(Draw draw, int count, int among) {
        return LongStream.range(0, count)
                .map(i -> draw.id(among))
                .distinct()
                .boxed()
                .toList();
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 1e6) / 1e6;
    }
}
