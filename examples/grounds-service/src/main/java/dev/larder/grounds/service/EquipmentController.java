package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.grounds.Equipment;
import dev.larder.grounds.GroundsDatabase;
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

/** {@code /equipment}. */
@RestController
@RequestMapping("/equipment")
final class EquipmentController {

    /** What their listings can be restricted to. */
    record Filter(@Nullable Long area) implements Filtering {
        @Override
        public Map<String, Object> terms() {
            return Filtering.terms("area", area);
        }
    }

    /** What can be changed; what is left out, or null, stays. */
    record Change(@Nullable Long areaId, Equipment.@Nullable Status status) {
        void check() {
            new Changes().id("areaId", areaId).member(status).check();
        }

        Equipment on(Equipment old) {
            if (old.status() == Equipment.Status.RETIRED) {
                throw Refusal.conflict("The machine is retired, and is not changed any more.");
            }
            Equipment equipment = areaId == null ? old : old.withArea(areaId);
            return status == null ? equipment : equipment.withStatus(status);
        }
    }

    private final Resource<Equipment, Filter> equipment;

    private final GroundsDatabase database;

    EquipmentController(Larder larder, GroundsDatabase database) {
        this.database = database;
        Catalog.Kind<Equipment, Filter> kind = new Catalog.Kind<>(
                "equipment",
                "equipment",
                Equipment.class,
                Layer.LIVE,
                policy -> policy,
                EquipmentController::listings,
                (filter, slice) -> database.equipment().ids(filter.area(), slice));
        equipment = new Resource<>(
                new Catalog<>(kind, database.equipment(), larder), Freshness.LIVE, equipment -> equipment);
    }

    private static List<Filter> listings(Equipment equipment) {
        return List.of(new Filter(null), new Filter(equipment.areaId()));
    }

    @GetMapping("/{id:[1-9][0-9]{0,17}}")
    ResponseEntity<Object> one(@PathVariable long id) {
        return equipment.one(id);
    }

    @GetMapping
    ResponseEntity<Object> page(@RequestParam MultiValueMap<String, String> parameters) {
        Query query = new Query(parameters);
        Filter filter = new Filter(query.id("area"));
        Paging paging = query.paging();
        query.check();
        return equipment.page(filter, paging);
    }

    @PatchMapping(path = "/{id:[1-9][0-9]{0,17}}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> change(
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Change change) {
        change.check();
        if (change.areaId() != null && database.areas().find(change.areaId()) == null) {
            throw Refusal.conflict("There is no such area.");
        }
        return equipment.change(id, ifMatch, change::on);
    }
}
