package dev.larder.http.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paths that look like files of a type. A server may take any part between delimiters for the name, so any counts:
 * {@code /account%3Bx.css} looks like a style sheet.
 */
final class StaticPath {

    private static final List<String> IMAGE = List.of("image/");
    private static final List<String> FONT =
            List.of("font/", "application/font", "application/x-font", "application/vnd.ms-fontobject");
    private static final List<String> SCRIPT =
            List.of("text/javascript", "application/javascript", "application/x-javascript", "application/ecmascript");
    private static final List<String> MEDIA = List.of("video/", "audio/", "application/ogg");
    private static final List<String> OFFICE = List.of(
            "application/msword", "application/vnd.ms-", "application/vnd.openxmlformats-", "application/vnd.oasis.");
    private static final List<String> ARCHIVE = List.of(
            "application/zip",
            "application/x-zip",
            "application/gzip",
            "application/x-gzip",
            "application/zstd",
            "application/x-bzip",
            "application/x-tar",
            "application/x-7z",
            "application/x-rar",
            "application/vnd.rar",
            "application/java-archive",
            "application/vnd.android",
            "application/x-apple-diskimage",
            "application/x-ms");

    /** Bytes of no type could be any file, and no page that a browser shows. */
    private static final String BYTES = "application/octet-stream";

    private static final Map<String, List<String>> TYPES = types();
    private static final Pattern DELIMITER = Pattern.compile("%[0-9A-F]{2}|[!$&'()*+,=:@]");

    private StaticPath() {}

    private static Map<String, List<String>> types() {
        Map<String, List<String>> types = new HashMap<>();
        put(
                types, IMAGE, "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "tif", "tiff", "ico", "svg", "svgz",
                "jxl");
        put(types, FONT, "woff", "woff2", "ttf", "otf", "eot");
        put(types, SCRIPT, "js", "mjs", "cjs");
        put(types, MEDIA, "mp3", "mp4", "m4a", "m4v", "webm", "ogg", "ogv", "wav", "flac", "avi", "mov", "mid", "midi");
        put(types, OFFICE, "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp");
        put(
                types, ARCHIVE, "zip", "gz", "tgz", "bz2", "zst", "tar", "7z", "rar", "jar", "apk", "dmg", "exe", "iso",
                "bin");
        put(types, List.of("text/css"), "css");
        put(types, List.of("application/pdf"), "pdf");
        put(types, List.of("application/postscript"), "ps", "eps");
        put(types, List.of("text/csv"), "csv");
        put(types, List.of("text/plain"), "txt");
        put(types, List.of("application/wasm"), "wasm");
        put(types, List.of("application/x-shockwave-flash"), "swf");
        return Map.copyOf(types);
    }

    private static void put(Map<String, List<String>> types, List<String> prefixes, String... extensions) {
        for (String extension : extensions) {
            types.put(extension, prefixes);
        }
    }

    /** Returns whether a path looks like a file of another type than this one; no type is always another. */
    static boolean contradicts(String path, @Nullable String contentType) {
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        String segment = path.substring(path.lastIndexOf('/', end(path) - 1) + 1, end(path));
        for (String piece : pieces(segment)) {
            List<String> expected = TYPES.get(extension(piece));
            if (expected != null && !type.startsWith(BYTES) && expected.stream().noneMatch(type::startsWith)) {
                return true;
            }
        }
        return false;
    }

    /** The end of the path, slashes at its end not counted: some servers do not count them either. */
    private static int end(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end;
    }

    /** Takes every reserved character and everything encoded for a delimiter. */
    private static List<String> pieces(String segment) {
        String plain = DELIMITER.matcher(segment).replaceAll(";");
        return Lists.parts(plain, ';');
    }

    private static String extension(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '.') {
            end--;
        }
        int dot = name.lastIndexOf('.', end - 1);
        return dot < 0 ? "" : name.substring(dot + 1, end).toLowerCase(Locale.ROOT);
    }
}
