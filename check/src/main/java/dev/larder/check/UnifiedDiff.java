package dev.larder.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A patch in the unified format: what each file has, and what it is to have instead. Lines are found by their text, not by
 * their numbers, so a patch outlives changes elsewhere in a file.
 */
final class UnifiedDiff {

    /** Text to be replaced, both ending with a line end. */
    private record Hunk(String before, String after) {}

    private final Map<String, List<Hunk>> hunks = new LinkedHashMap<>();

    private UnifiedDiff() {}

    /** Reads a patch; what stands before its first file is skipped. */
    static UnifiedDiff parse(List<String> lines) {
        UnifiedDiff diff = new UnifiedDiff();
        List<Hunk> ofFile = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        boolean inHunk = false;
        for (String line : lines) {
            if (line.startsWith("+++ b/")) {
                ofFile = diff.hunks.computeIfAbsent(line.substring("+++ b/".length()), file -> new ArrayList<>());
            } else if (line.startsWith("@@") || line.startsWith("diff ")) {
                end(ofFile, before, after);
                inHunk = line.startsWith("@@");
            } else if (inHunk) {
                String text = line.isEmpty() ? "" : line.substring(1);
                if (!line.startsWith("+")) {
                    before.append(text).append('\n');
                }
                if (!line.startsWith("-")) {
                    after.append(text).append('\n');
                }
            }
        }
        end(ofFile, before, after);
        return diff;
    }

    private static void end(List<Hunk> ofFile, StringBuilder before, StringBuilder after) {
        if (before.length() > 0) {
            ofFile.add(new Hunk(before.toString(), after.toString()));
        }
        before.setLength(0);
        after.setLength(0);
    }

    /** The files that it changes, relative to the root. */
    List<String> files() {
        return List.copyOf(hunks.keySet());
    }

    /**
     * Applies it to one file.
     *
     * @throws CheckException if a text that it replaces is not there exactly once
     */
    String apply(String file, String text) {
        String result = text;
        for (Hunk hunk : hunks.getOrDefault(file, List.of())) {
            int at = result.indexOf(hunk.before);
            if (at < 0 || result.indexOf(hunk.before, at + 1) >= 0) {
                throw new CheckException("a patch does not apply to " + file + ": it has this text "
                        + (at < 0 ? "nowhere" : "more than once") + ":\n" + hunk.before);
            }
            result = result.substring(0, at) + hunk.after + result.substring(at + hunk.before.length());
        }
        return result;
    }
}
