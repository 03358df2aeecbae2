package dev.larder.http;

import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.ResponseScreening;

/** A route at work: with what it has seen lately. */
record Site(Route route, int rules, ResponseScreening screening, Bounds bounds) {

    static Site of(Route route, long seed) {
        return new Site(
                route, route.rules(), new ResponseScreening(route.responses()), new Bounds(route.bounds(), seed));
    }
}
