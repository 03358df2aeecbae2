package dev.larder.gateway;

import dev.larder.ConfigurationException;
import dev.larder.ConfigurationException.Problem;
import dev.larder.config.ConfigReader;
import dev.larder.config.Notation;
import dev.larder.config.Problems;
import dev.larder.config.Section;
import dev.larder.config.Setting.Assignment;
import dev.larder.config.Yaml.Entry;
import dev.larder.config.Yaml.Mapping;
import dev.larder.config.Yaml.Position;
import dev.larder.config.Yaml.Scalar;
import dev.larder.http.AccessRules;
import dev.larder.http.Route;
import dev.larder.http.access.Rate;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a file with the settings of a gateway and of its engine, or makes the list of all its problems. */
final class GatewayFile implements ConfigReader.Others {

    private static final String HASH_SECRET = "hash-secret";

    private static final List<String> STRUCTURE =
            List.of(GatewayTable.ORIGIN, GatewayTable.ORIGINS, GatewayTable.ROUTES, AccessTable.RATES);

    private final GatewayConfig.Builder config = GatewayConfig.builder();
    private final Set<String> origins = new HashSet<>();
    private final Set<String> rates = new HashSet<>();
    private final List<Route> routes = new ArrayList<>();

    private final boolean whole;

    /** Whether what routes need is hashed with something, or it has been said already that it is not. */
    private boolean hashes;

    private GatewayFile(boolean whole) {
        this.whole = whole;
    }

    /** See {@link GatewayConfig#load}. */
    static GatewayConfig load(Path file) {
        return parse(ConfigReader.text(file), file.toString());
    }

    /** See {@link GatewayConfig#parse}. */
    static GatewayConfig parse(String yaml, String source) {
        return parse(yaml, source, false);
    }

    /**
     * See {@link GatewayConfig#parseWhole}.
     *
     * @param whole whether nothing of the engine is said elsewhere
     */
    static GatewayConfig parse(String yaml, String source, boolean whole) {
        GatewayFile file = new GatewayFile(whole);
        file.config.larder(ConfigReader.parse(yaml, source, file));
        return file.config.build();
    }

    /** Returns the text of a file. */
    static String text(Path file) {
        return ConfigReader.text(file);
    }

    /** Returns the keys by which two configurations differ, but for routes. */
    static SortedSet<String> differences(GatewayConfig one, GatewayConfig other) {
        SortedSet<String> keys = ConfigReader.differences(one.larder(), other.larder());
        GatewayTable.GATEWAY.stream()
                .filter(setting -> !Objects.equals(setting.show(one), setting.show(other)))
                .forEach(setting -> keys.add(setting.name()));
        Set<String> names = new TreeSet<>(one.origins().keySet());
        names.addAll(other.origins().keySet());
        for (String name : names) {
            if (!Objects.equals(one.origins().get(name), other.origins().get(name))) {
                keys.add(name.equals(GatewayConfig.USUAL) ? GatewayTable.ORIGIN : GatewayTable.ORIGINS + "." + name);
            }
        }
        return keys;
    }

    @Override
    public List<String> keys() {
        return Stream.concat(
                        GatewayTable.GATEWAY.stream()
                                .map(setting -> setting.name().split("\\.", 2)[0]),
                        STRUCTURE.stream())
                .distinct()
                .toList();
    }

    @Override
    public void read(Mapping root, Set<String> engine, Problems problems) {
        hashes = !whole || engine.contains(HASH_SECRET);
        Section<GatewayConfig.Builder> section = Section.read(root, "", GatewayTable.GATEWAY, STRUCTURE, problems);
        apply(section, config, "", problems);
        Entry usual = section.structure().get(GatewayTable.ORIGIN);
        if (usual != null) {
            origin(GatewayConfig.USUAL, usual, GatewayTable.ORIGIN, problems);
        }
        for (Entry entry : named(section.structure().get(GatewayTable.ORIGINS), "an origin", problems)) {
            origin(entry.key(), entry, GatewayTable.ORIGINS + "." + entry.key(), problems);
        }
        for (Entry entry : named(section.structure().get(AccessTable.RATES), "a rate", problems)) {
            rate(entry, problems);
        }
        List<Entry> entries = named(section.structure().get(GatewayTable.ROUTES), "a route", problems);
        for (Entry entry : entries) {
            route(entry, problems);
        }
        if (entries.isEmpty() && usual == null) {
            problems.add(root.at(), withoutOrigin());
        }
        settings(section, root, problems);
    }

    /** Where the first of the settings of a problem is said that is said at all; what is wrong is told under the key of their mapping. */
    private static Position at(Section<?> section, Mapping root, Problem problem) {
        return problem.settings().stream()
                .map(setting -> section.said().get(problem.where() + "." + setting))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(root.at());
    }

    private static String withoutOrigin() {
        return "no origin: say where responses come from, as origin: http://localhost:8080";
    }

    /** What only the whole of the settings shows is said where the first of those stands that the message names. */
    private void settings(Section<?> section, Mapping root, Problems problems) {
        List<Runnable> parts = List.of(config::settings, config::tls, config::accessLog, config::admin, config::access);
        parts.forEach(part -> settings(part, section, root, problems));
    }

    private static void settings(Runnable part, Section<?> section, Mapping root, Problems problems) {
        try {
            part.run();
        } catch (ConfigurationException e) {
            e.problems()
                    .forEach(problem -> problems.add(at(section, root, problem), problem.settings(), problem.text()));
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            Position at = section.said().entrySet().stream()
                    .filter(said -> said.getKey().contains("."))
                    .filter(said -> text.contains(said.getKey())
                            || text.contains(
                                    said.getKey().substring(said.getKey().indexOf('.') + 1) + " "))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(root.at());
            problems.add(at, text);
        }
    }

    /** The entries of a mapping of names; those that are none are problems. */
    private static List<Entry> named(@Nullable Entry entry, String what, Problems problems) {
        Mapping mapping = entry == null ? null : Section.mapping(entry.value(), entry.key(), problems);
        List<Entry> entries = new ArrayList<>();
        for (Entry each : mapping == null ? List.<Entry>of() : mapping.entries()) {
            if (Notation.isName(each.key())) {
                entries.add(each);
            } else {
                problems.add(
                        each.at(),
                        "the name of " + what + " is " + Problems.quote(each.key()) + "; use " + Notation.NAME_RULE);
            }
        }
        return entries;
    }

    private void origin(String name, Entry entry, String path, Problems problems) {
        origins.add(name);
        OriginDraft draft = new OriginDraft();
        if (entry.value() instanceof Mapping mapping) {
            Section<OriginDraft> section = Section.read(mapping, path, GatewayTable.OF_ORIGIN, List.of(), problems);
            apply(section, draft, path + ".", problems);
            if (mapping.entries().stream().noneMatch(each -> each.key().equals(GatewayTable.URL))) {
                problems.add(entry.at(), path + " has no " + GatewayTable.URL + "; say where it is");
            }
        } else {
            URI uri = entry.value() instanceof Scalar scalar && !scalar.empty()
                    ? OriginSettings.parse(scalar.text())
                    : null;
            if (uri == null) {
                Section.unreadable(entry, "", GatewayTable.ORIGIN_URL, problems);
                return;
            }
            draft.url(uri);
        }
        add(name, draft, entry, problems);
    }

    private void add(String name, OriginDraft draft, Entry entry, Problems problems) {
        try {
            OriginSettings made = draft.build(config.connections());
            if (made != null) {
                config.origin(name, made);
            }
        } catch (IllegalArgumentException e) {
            problems.add(entry.at(), String.valueOf(e.getMessage()));
        }
    }

    private void rate(Entry entry, Problems problems) {
        String path = AccessTable.RATES + "." + entry.key();
        Mapping mapping = Section.mapping(entry.value(), path, problems);
        if (mapping == null) {
            return;
        }
        RateDraft draft = new RateDraft();
        Section<RateDraft> section = Section.read(mapping, path, AccessTable.OF_RATE, List.of(), problems);
        apply(section, draft, path + ".", problems);
        rates.add(entry.key());
        if (section.assignments().size() < mapping.entries().size()) {
            return;
        }
        try {
            Rate made = draft.build(entry.key());
            String problem = made.problem(config.screening());
            if (problem != null) {
                problems.add(at(mapping, "by", entry), List.of("by"), path + ": " + problem);
                return;
            }
            config.access(access -> access.withRate(made));
        } catch (IllegalArgumentException e) {
            problems.add(entry.at(), path + ": " + e.getMessage());
        }
    }

    private void route(Entry entry, Problems problems) {
        String path = GatewayTable.ROUTES + "." + entry.key();
        Mapping mapping = Section.mapping(entry.value(), path, problems);
        if (mapping == null) {
            return;
        }
        RouteDraft draft = new RouteDraft(config.profile());
        Section<RouteDraft> section = Section.read(mapping, path, RouteTable.ROUTE, List.of(), problems);
        apply(section, draft, path + ".", problems);
        if (!origins.contains(draft.origin())) {
            problems.add(
                    at(mapping, "origin", entry),
                    draft.origin().isEmpty()
                            ? path
                                    + " has no origin, and there is no usual one; say origin: http://localhost:8080 for all"
                                    + " routes, or one of origins here"
                            : "origin in " + path + " is " + Problems.quote(draft.origin())
                                    + ", which is not among origins");
        }
        Route route = draft.build(
                entry.key(),
                (setting, text) -> problems.add(at(mapping, setting, entry), List.of(setting), path + ": " + text));
        if (route != null) {
            routes.stream()
                    .filter(route::hasPathsOf)
                    .findFirst()
                    .ifPresent(other -> problems.add(
                            at(mapping, draft.isExact() ? "path" : "prefix", entry),
                            path + " has the paths of routes." + other.name() + "; each route needs some of its own"));
            rated(route, mapping, entry, path, problems);
            hashed(route, mapping, entry, path, problems);
            routes.add(route);
            config.route(route);
        }
    }

    /** A rate that is there and wrong is a problem already. */
    private void rated(Route route, Mapping mapping, Entry entry, String path, Problems problems) {
        Map<String, Rate> made = config.rates();
        boolean all =
                route.access().rates().stream().noneMatch(name -> rates.contains(name) && !made.containsKey(name));
        String problem = all ? Rate.problem(route, made, config.screening()) : null;
        if (problem != null) {
            problems.add(at(mapping, "rates", entry), List.of("rates"), path + ": " + problem);
        }
    }

    /** Said once: it is one and the same thing that is missing. */
    private void hashed(Route route, Mapping mapping, Entry entry, String path, Problems problems) {
        boolean asks = route.access().by() != AccessRules.By.NONE;
        if (hashes || (!asks && route.access().rates().isEmpty())) {
            return;
        }
        hashes = true;
        problems.add(
                at(mapping, asks ? "access" : "rates", entry),
                List.of(HASH_SECRET),
                path + " needs " + (asks ? "sessions or tokens" : "rates")
                        + ", which need a secret to hash with; say hash-secret, as hash-secret: env:LARDER_HASH_SECRET, the same"
                        + " for all processes on this Redis");
    }

    private static Position at(Mapping mapping, String setting, Entry otherwise) {
        boolean said = mapping.entries().stream().anyMatch(entry -> entry.key().equals(setting));
        return said ? ConfigReader.locate(mapping, List.of(setting)) : otherwise.at();
    }

    /** A value that its record refuses is a problem where it stands. */
    private static <B> void apply(Section<B> section, B builder, String path, Problems problems) {
        for (Assignment<B, ?> assignment : section.assignments()) {
            try {
                assignment.apply(builder);
            } catch (IllegalArgumentException | ConfigurationException e) {
                String name = assignment.setting().name();
                Position at = section.said().get(name);
                problems.add(at == null ? Position.START : at, List.of(name), path + name + ": " + e.getMessage());
            }
        }
    }
}
