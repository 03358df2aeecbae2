package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.grounds.GroundsDatabase;
import dev.larder.grounds.Worker;
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

/** {@code /workers}. */
@RestController
@RequestMapping("/workers")
final class WorkerController {

    /** What their listings can be restricted to. */
    record Filter(Worker.@Nullable Role role) implements Filtering {
        @Override
        public Map<String, Object> terms() {
            return Filtering.terms("role", role);
        }
    }

    /** What can be changed; what is left out, or null, stays. */
    record Change(Worker.@Nullable Role role, @Nullable Boolean active) {
        void check() {
            new Changes().member(role).member(active).check();
        }

        Worker on(Worker old) {
            Worker worker = role == null ? old : old.withRole(role);
            return active == null ? worker : worker.withActive(active);
        }
    }

    private final Resource<Worker, Filter> workers;

    WorkerController(Larder larder, GroundsDatabase database) {
        Catalog.Kind<Worker, Filter> kind = new Catalog.Kind<>(
                "worker",
                "workers",
                Worker.class,
                Layer.LIVE,
                policy -> policy.fields(fields -> fields.drop("email", "phone", "hourlyRate", "home")),
                WorkerController::listings,
                (filter, slice) -> database.workers().ids(filter.role(), slice));
        workers = new Resource<>(new Catalog<>(kind, database.workers(), larder), Freshness.LIVE, WorkerView::of);
    }

    private static List<Filter> listings(Worker worker) {
        return List.of(new Filter(null), new Filter(worker.role()));
    }

    @GetMapping("/{id:[1-9][0-9]{0,17}}")
    ResponseEntity<Object> one(@PathVariable long id) {
        return workers.one(id);
    }

    @GetMapping
    ResponseEntity<Object> page(@RequestParam MultiValueMap<String, String> parameters) {
        Query query = new Query(parameters);
        Filter filter = new Filter(query.choice("role", Worker.Role.class));
        Paging paging = query.paging();
        query.check();
        return workers.page(filter, paging);
    }

    @PatchMapping(path = "/{id:[1-9][0-9]{0,17}}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> change(
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Change change) {
        change.check();
        return workers.change(id, ifMatch, change::on);
    }
}
