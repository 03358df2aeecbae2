package dev.larder.grounds.service;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /}: what there is. Static data: it changes with a new start only. */
@RestController
final class IndexController {
    private final Index index;

    /**
     * What there is.
     *
     * @param listings the way to each listing
     * @param contracts how many contracts there are; their ids are 1 to this number
     */
    record Index(Map<String, String> listings, int contracts) {}

    IndexController(ServiceSettings settings) {
        Map<String, String> listings = new TreeMap<>();
        for (String many : new String[] {"areas", "contracts", "equipment", "schedules", "workers"}) {
            listings.put(many, "/" + many);
        }
        index = new Index(listings, settings.database().contracts());
    }

    @GetMapping("/")
    ResponseEntity<Index> index() {
        return ResponseEntity.ok()
                .eTag("\"" + index.contracts() + "\"")
                .header(HttpHeaders.CACHE_CONTROL, Freshness.STATIC.cacheControl())
                .header("Surrogate-Key", "index")
                .body(index);
    }
}
