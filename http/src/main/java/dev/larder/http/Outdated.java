package dev.larder.http;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which routes must not find again what they have stored, once other rules hold: what is stored under rules that come back later may have
 * changed meanwhile, and nobody would have invalidated it.
 */
final class Outdated {

    private Outdated() {}

    /** Returns the names of routes that are gone, have other rules, or lose paths to others. */
    static SortedSet<String> routes(List<Site> before, List<Site> after) {
        SortedSet<String> outdated = new TreeSet<>();
        for (Site site : before) {
            boolean kept = after.stream().anyMatch(next -> isSame(site, next));
            if (site.route().cached() && (!kept || losesPaths(site, before, after))) {
                outdated.add(site.route().name());
            }
        }
        return outdated;
    }

    private static boolean isSame(Site site, Site next) {
        return hasNameAndPath(site, next)
                && next.rules() == site.rules()
                && next.route().cached();
    }

    private static boolean hasNameAndPath(Site site, Site next) {
        return next.route().name().equals(site.route().name()) && next.path().equals(site.path());
    }

    private static boolean losesPaths(Site site, List<Site> before, List<Site> after) {
        return after.stream()
                .filter(next -> before.stream().noneMatch(known -> hasNameAndPath(known, next)))
                .anyMatch(next -> PathPattern.MOST_SPECIFIC_FIRST.compare(next.path(), site.path()) < 0
                        && next.path().overlaps(site.path()));
    }
}
