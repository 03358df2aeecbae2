package dev.larder.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The one form of a target, compared with what an origin makes of both: it splits first, resolves dots, and decodes each part once (RFC
 * 3986, section 2.4).
 */
class TargetProperties {

    private static final TargetRules MERGED = TargetRules.LENIENT.withMergeSlashes(true);

    /** What an origin sees. */
    record Meaning(List<String> segments, List<String> parameters) {

        static Meaning of(String target) {
            int mark = target.indexOf('?');
            String path = mark < 0 ? target : target.substring(0, mark);
            List<String> segments = new ArrayList<>();
            List<String> raw = Lists.parts(path.substring(1), '/');
            for (int i = 0; i < raw.size(); i++) {
                String segment = decoded(raw.get(i));
                boolean last = i == raw.size() - 1;
                if (segment.equals("..") && !segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
                if (!segment.equals(".") && !segment.equals("..")) {
                    segments.add(segment);
                } else if (last) {
                    segments.add("");
                }
            }
            List<String> parameters = new ArrayList<>();
            for (String part : Lists.parts(mark < 0 ? "" : target.substring(mark + 1), '&')) {
                if (!part.isEmpty()) {
                    int equals = part.indexOf('=');
                    parameters.add(
                            equals < 0
                                    ? decoded(part)
                                    : decoded(part.substring(0, equals)) + " is "
                                            + decoded(part.substring(equals + 1)));
                }
            }
            return new Meaning(segments, parameters);
        }

        private static String decoded(String part) {
            return new String(Escapes.decode(part, false), StandardCharsets.ISO_8859_1);
        }
    }

    @Property(seed = "31", tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void read_oneForm_isIdempotent(@ForAll("targets") String raw) {
        for (TargetRules rules : List.of(TargetRules.DEFAULT, TargetRules.LENIENT, MERGED)) {
            if (Target.read(raw, rules) instanceof Target target) {
                assertThat(Target.read(target.text(), rules)).isEqualTo(target);
            }
        }
    }

    /** So that two targets of one key are the same at the origin, whichever of the two it would have got. */
    @Property(seed = "32", tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void read_oneForm_meansTheSameAtTheOrigin(@ForAll("targets") String raw) {
        if (Target.read(raw, TargetRules.LENIENT) instanceof Target target) {
            assertThat(Meaning.of(target.text())).isEqualTo(Meaning.of(raw));
        }
    }

    @Property(seed = "33", tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void read_decoding_makesNoDelimiter(@ForAll("targets") String raw) {
        if (Target.read(raw, TargetRules.LENIENT) instanceof Target target) {
            for (char delimiter : "/?#[]@!$&'()*+,;=:\\".toCharArray()) {
                assertThat(count(target.text(), delimiter)).isLessThanOrEqualTo(count(raw, delimiter));
            }
            assertThat(target.text()).matches("/[!-~&&[^\"<>\\[\\]\\\\^`{|}#]]*");
        }
    }

    @Property(seed = "34", tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void read_byDefault_leavesNothingThatServersReadInDifferentWays(@ForAll("targets") String raw) {
        if (Target.read(raw, TargetRules.DEFAULT) instanceof Target target) {
            assertThat(target.path()).doesNotContain(";", "\\", "%2F", "%5C", "%3B", "%23", "%3F", "%00", "%0A", "%0D");
            assertThat(target.path() + "/").doesNotContain("/./", "/../");
            assertThat(target.path()).doesNotStartWith("//");
        }
    }

    @Property(seed = "35", tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void select_keyed_isAllThatIsSent(@ForAll("targets") String raw) {
        QueryRules rules =
                QueryRules.only(QueryRules.Disposition.DROP, "a", "b").inOrder();
        if (Target.read(raw, TargetRules.LENIENT) instanceof Target target
                && rules.select(target) instanceof QueryRules.Selected.Cached cached) {
            assertThat(cached.target().parameters())
                    .allMatch(parameter -> List.of("a", "b").contains(parameter.name()));
            assertThat(rules.select(cached.target())).isEqualTo(cached);
        }
    }

    private static long count(String text, char delimiter) {
        return text.chars().filter(c -> c == delimiter).count();
    }

    /** Few parts, all of which the form treats in their own way, so that a difference would be found. */
    @Provide
    Arbitrary<String> targets() {
        Arbitrary<String> parts = Arbitraries.of(
                "/", "/", "//", ".", "..", "%2e", "%2E", "a", "b", "%61", "%41", "A", "?", "?", "&", "&", "=", ";",
                "%3b", "%3D", "%26", "%2f", "%5c", "\\", "%25", "%", "%252e", "2e", "+", "%20", "%c3%a4", "%ff", "%00",
                "%0a", "#", "|", "[", "~", "%7e", "%23", "%3F", ":", "@");
        return parts.list().ofMaxSize(9).map(list -> "/" + String.join("", list));
    }
}
