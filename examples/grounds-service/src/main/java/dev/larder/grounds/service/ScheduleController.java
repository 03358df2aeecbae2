package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.grounds.GroundsDatabase;
import dev.larder.grounds.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /schedules}. */
@RestController
@RequestMapping("/schedules")
final class ScheduleController {

    /** What their listings can be restricted to. */
    record Filter(@Nullable Long contract, @Nullable Long worker) implements Filtering {
        @Override
        public Map<String, Object> terms() {
            return Filtering.terms("contract", contract, "worker", worker);
        }
    }

    /** What can be changed; what is left out, or null, stays. */
    record Change(Schedule.@Nullable Status status) {
        void check() {
            new Changes().member(status).check();
        }

        Schedule on(Schedule old) {
            if (old.status() == Schedule.Status.DONE || old.status() == Schedule.Status.CALLED_OFF) {
                throw Refusal.conflict("The visit is over, and is not changed any more.");
            }
            return status == null ? old : old.withStatus(status);
        }
    }

    private final Resource<Schedule, Filter> schedules;

    ScheduleController(Larder larder, GroundsDatabase database) {
        Catalog.Kind<Schedule, Filter> kind = new Catalog.Kind<>(
                "schedule",
                "schedules",
                Schedule.class,
                Layer.LIVE,
                policy -> policy,
                ScheduleController::listings,
                (filter, slice) -> database.schedules().ids(filter.contract(), filter.worker(), slice));
        schedules =
                new Resource<>(new Catalog<>(kind, database.schedules(), larder), Freshness.LIVE, schedule -> schedule);
    }

    private static List<Filter> listings(Schedule schedule) {
        List<Filter> listings = new ArrayList<>();
        listings.add(new Filter(null, null));
        listings.add(new Filter(schedule.contractId(), null));
        for (long worker : schedule.workerIds()) {
            listings.add(new Filter(null, worker));
            listings.add(new Filter(schedule.contractId(), worker));
        }
        return listings;
    }

    @GetMapping("/{id:[1-9][0-9]{0,17}}")
    ResponseEntity<Object> one(@PathVariable long id) {
        return schedules.one(id);
    }

    @GetMapping
    ResponseEntity<Object> page(@RequestParam MultiValueMap<String, String> parameters) {
        Query query = new Query(parameters);
        Filter filter = new Filter(query.id("contract"), query.id("worker"));
        Paging paging = query.paging();
        query.check();
        return schedules.page(filter, paging);
    }

    @PatchMapping(path = "/{id:[1-9][0-9]{0,17}}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> change(
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Change change) {
        change.check();
        return schedules.change(id, ifMatch, change::on);
    }
}
