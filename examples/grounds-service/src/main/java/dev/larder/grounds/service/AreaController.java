package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.grounds.Area;
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

/** {@code /areas}. */
@RestController
@RequestMapping("/areas")
final class AreaController {

    /** What their listings can be restricted to. */
    record Filter(Area.@Nullable Kind kind) implements Filtering {
        @Override
        public Map<String, Object> terms() {
            return Filtering.terms("kind", kind);
        }
    }

    /** What can be changed; what is left out, or null, stays. */
    record Change(@Nullable String name, @Nullable String access) {
        void check() {
            new Changes().text("name", name).text("access", access).check();
        }

        Area on(Area old) {
            Area area = name == null ? old : old.withName(name);
            return access == null ? area : area.withAccess(access);
        }
    }

    private final Resource<Area, Filter> areas;

    AreaController(Larder larder, GroundsDatabase database) {
        Catalog.Kind<Area, Filter> kind = new Catalog.Kind<>(
                "area",
                "areas",
                Area.class,
                Layer.API,
                policy -> policy,
                AreaController::listings,
                (filter, slice) -> database.areas().ids(filter.kind(), slice));
        areas = new Resource<>(new Catalog<>(kind, database.areas(), larder), Freshness.AREAS, area -> area);
    }

    private static List<Filter> listings(Area area) {
        return List.of(new Filter(null), new Filter(area.kind()));
    }

    @GetMapping("/{id:[1-9][0-9]{0,17}}")
    ResponseEntity<Object> one(@PathVariable long id) {
        return areas.one(id);
    }

    @GetMapping
    ResponseEntity<Object> page(@RequestParam MultiValueMap<String, String> parameters) {
        Query query = new Query(parameters);
        Filter filter = new Filter(query.choice("kind", Area.Kind.class));
        Paging paging = query.paging();
        query.check();
        return areas.page(filter, paging);
    }

    @PatchMapping(path = "/{id:[1-9][0-9]{0,17}}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> change(
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Change change) {
        change.check();
        return areas.change(id, ifMatch, change::on);
    }
}
