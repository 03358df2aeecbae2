package dev.larder.grounds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of land that is looked after.
 *
 * @param id number, from 1
 * @param version counts the changes, from 1
 * @param name what everyone calls it
 * @param kind use of the land
 * @param address where the entrance is
 * @param surface square metres
 * @param outline corners of the polygon, in order
 * @param access how to get in, or null if it is open
 */
public record Area(
        long id,
        long version,
        String name,
        Kind kind,
        Address address,
        int surface,
        List<GeoPoint> outline,
        @Nullable String access)
        implements Versioned<Area> {

    /** Use of the land. */
    public enum Kind {
        PARK,
        HOUSING_ESTATE,
        SCHOOL,
        CEMETERY,
        SPORTS_GROUND,
        BUSINESS_PARK,
        ROADSIDE,
        PRIVATE_GARDEN
    }

    public Area {
        outline = List.copyOf(outline);
    }

    /** The same area with another name. */
    public Area withName(String next) {
        return new Area(id, version, next, kind, address, surface, outline, access);
    }

    /** The same area with another way in. */
    public Area withAccess(String next) {
        return new Area(id, version, name, kind, address, surface, outline, next);
    }

    @Override
    public Area withVersion(long next) {
        return new Area(id, next, name, kind, address, surface, outline, access);
    }
}
