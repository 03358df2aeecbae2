package dev.larder.http.guard;

import dev.larder.http.guard.Arrival.Version;
import dev.larder.http.message.Field;
import java.util.ArrayList;
import java.util.List;

/** Requests as a parser hands them over. */
final class Arrivals {

    static final String HOST = "shop.example";

    private Arrivals() {}

    /** GET under HTTP/1.1 with a host and these fields, in turn name and value. */
    static Arrival get(String target, String... fields) {
        return request("GET", target, fields);
    }

    static Arrival request(String method, String target, String... fields) {
        List<Field> lines = new ArrayList<>(List.of(new Field("Host", HOST)));
        lines.addAll(lines(fields));
        return new Arrival(Version.HTTP_1_1, "https", method, target, null, lines, false);
    }

    static Arrival http2(String method, String path, boolean content, String... fields) {
        return new Arrival(Version.HTTP_2, "https", method, path, HOST, lines(fields), content);
    }

    /** GET under HTTP/1.1 with these fields and no others. */
    static Arrival bare(String target, String... fields) {
        return new Arrival(Version.HTTP_1_1, "https", "GET", target, null, lines(fields), false);
    }

    static List<Field> lines(String... fields) {
        List<Field> lines = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            lines.add(new Field(fields[i], fields[i + 1]));
        }
        return lines;
    }

    static Admitted admitted(Arrival arrival) {
        return admitted(ScreeningRules.DEFAULT, arrival);
    }

    static Admitted admitted(ScreeningRules rules, Arrival arrival) {
        Screened screened = new Screening(rules).screen(arrival);
        if (screened instanceof Admitted admitted) {
            return admitted;
        }
        throw new AssertionError("refused: " + screened);
    }

    static Refusal refused(Arrival arrival) {
        return refused(ScreeningRules.DEFAULT, arrival);
    }

    static Refusal refused(ScreeningRules rules, Arrival arrival) {
        Screened screened = new Screening(rules).screen(arrival);
        if (screened instanceof Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("admitted: " + screened);
    }

    static Target target(String raw) {
        return target(raw, TargetRules.DEFAULT);
    }

    static Target target(String raw, TargetRules rules) {
        TargetReading reading = Target.read(raw, rules);
        if (reading instanceof Target target) {
            return target;
        }
        throw new AssertionError("refused: " + reading);
    }
}
