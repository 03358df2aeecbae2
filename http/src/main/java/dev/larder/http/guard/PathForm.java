package dev.larder.http.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one form of a path. */
final class PathForm {

    /** What stays in a segment and ends it for some servers. In the one form encodings are in upper case. */
    private static final List<String> DELIMITERS = List.of("%2F", "%5C", "%3B", "%23", "%3F", "%25");

    private PathForm() {}

    /** Checks a path of visible characters whose percent signs all encode something. */
    static @Nullable Refusal check(String raw, TargetRules rules) {
        for (int i = 0; i < raw.length(); i++) {
            int c = raw.charAt(i);
            boolean encoded = c == '%';
            if (encoded) {
                c = Escapes.octet(raw, i);
            }
            Refusal refusal = encoded ? checkEncoded(c, rules) : checkPlain(c, rules);
            if (refusal != null) {
                return refusal;
            }
        }
        if (rules.notUtf8() == Handling.REFUSE && !Escapes.isUtf8(raw)) {
            return Refusal.TARGET_NOT_UTF8;
        }
        String form = Escapes.normalise(raw);
        if (rules.encodedTwice() == Handling.REFUSE && isEncodedTwice(form)) {
            return Refusal.PATH_ENCODED_TWICE;
        }
        return hasDotsBetweenDelimiters(form) ? Refusal.PATH_DOTS : null;
    }

    private static boolean isEncodedTwice(String form) {
        for (int at = form.indexOf("%25"); at >= 0; at = form.indexOf("%25", at + 1)) {
            if (Escapes.octet(form, at + 2) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Refusal checkPlain(int c, TargetRules rules) {
        if (c == '\\' && rules.slashes() == Handling.REFUSE) {
            return Refusal.PATH_SLASH;
        }
        return c == ';' && rules.delimiters() == Handling.REFUSE ? Refusal.PATH_DELIMITER : null;
    }

    private static @Nullable Refusal checkEncoded(int octet, TargetRules rules) {
        if (octet < ' ' || octet == 0x7f) {
            return Refusal.PATH_CONTROL;
        }
        if ((octet == '/' || octet == '\\') && rules.slashes() == Handling.REFUSE) {
            return Refusal.PATH_SLASH;
        }
        if ((octet == ';' || octet == '#' || octet == '?') && rules.delimiters() == Handling.REFUSE) {
            return Refusal.PATH_DELIMITER;
        }
        return null;
    }

    private static boolean hasDotsBetweenDelimiters(String path) {
        for (String segment : Lists.parts(path, '/')) {
            List<String> pieces = pieces(segment);
            if (pieces.size() > 1 && pieces.stream().anyMatch(piece -> piece.equals(".") || piece.equals(".."))) {
                return true;
            }
        }
        return false;
    }

    /** Returns what lies between everything that could be a delimiter to some server. */
    private static List<String> pieces(String segment) {
        if (segment.indexOf('%') < 0 && segment.indexOf(';') < 0) {
            return List.of(segment);
        }
        String plain = segment;
        for (String delimiter : DELIMITERS) {
            plain = plain.replace(delimiter, ";");
        }
        return Lists.parts(plain, ';');
    }

    static String normalise(String raw, TargetRules rules) {
        List<String> segments = Lists.parts(Escapes.normalise(raw).substring(1), '/');
        List<String> resolved = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            boolean up = segment.equals("..");
            if (up && !resolved.isEmpty()) {
                resolved.remove(resolved.size() - 1);
            }
            if (up || segment.equals(".")) {
                if (last) {
                    resolved.add("");
                }
            } else if (last || !segment.isEmpty() || !rules.mergeSlashes()) {
                resolved.add(segment);
            }
        }
        return "/" + String.join("/", resolved);
    }
}
