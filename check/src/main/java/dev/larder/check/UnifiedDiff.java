package dev.larder.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A patch in the unified format: what each file has, and what it is to have instead. It is taken at its word: a hunk has as
 * many lines as its header counts, and they stand where its header says. What is applied here, {@code git apply} takes too;
 * that one also looks for lines that have moved.
 */
final class UnifiedDiff {

    private static final Pattern HEADER = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@(?: .*)?");

    /**
     * Lines to be replaced.
     *
     * @param start where they begin in the file as it was, from 1
     * @param last whether they are to be the last ones of the file: no line that stays follows the change
     */
    private record Hunk(String header, int start, boolean last, List<String> before, List<String> after) {}

    private final Map<String, List<Hunk>> hunks = new LinkedHashMap<>();

    private UnifiedDiff() {}

    /**
     * Reads a patch; what stands before its first file is skipped.
     *
     * @throws CheckException if it is malformed, or changes nothing
     */
    static UnifiedDiff parse(List<String> lines) {
        UnifiedDiff diff = new UnifiedDiff();
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).startsWith("--- ")) {
                at = diff.parseFile(lines, at);
            } else if (diff.hunks.isEmpty() || lines.get(at).startsWith("diff ")) {
                at++;
            } else {
                throw malformed(lines.get(at), "stands after the lines that the header of its hunk counts");
            }
        }
        if (diff.hunks.isEmpty()) {
            throw new CheckException("a patch changes nothing: it names no file");
        }
        return diff;
    }

    /** Reads what concerns one file, and returns where that ends. */
    private int parseFile(List<String> lines, int begin) {
        String from = lines.get(begin);
        String to = begin + 1 < lines.size() ? lines.get(begin + 1) : "";
        if (!to.startsWith("+++ b/") || !from.equals("--- a/" + to.substring("+++ b/".length()))) {
            throw malformed(from, "is not followed by the same file with +++ b/");
        }
        List<Hunk> ofFile = new ArrayList<>();
        if (hunks.put(to.substring("+++ b/".length()), ofFile) != null) {
            throw malformed(to, "stands there twice");
        }
        int at = begin + 2;
        int shift = 0;
        while (at < lines.size() && lines.get(at).startsWith("@@")) {
            at = parseHunk(lines, at, shift, ofFile);
            Hunk hunk = ofFile.get(ofFile.size() - 1);
            shift += hunk.after.size() - hunk.before.size();
        }
        if (ofFile.isEmpty()) {
            throw malformed(to, "is followed by no hunk");
        }
        return at;
    }

    /**
     * Reads a hunk, and returns where it ends.
     *
     * @param shift how many lines the hunks before it add to the file
     */
    private static int parseHunk(List<String> lines, int begin, int shift, List<Hunk> ofFile) {
        String header = lines.get(begin);
        Matcher numbers = HEADER.matcher(header);
        if (!numbers.matches()) {
            throw malformed(header, "is no header of a hunk");
        }
        int start = Integer.parseInt(numbers.group(1));
        int oldCount = count(numbers.group(2));
        int newCount = count(numbers.group(4));
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        int at = begin + 1;
        boolean last = false;
        while (before.size() < oldCount || after.size() < newCount) {
            String line = at < lines.size() ? lines.get(at) : "the end of the patch";
            char kind = line.isEmpty() ? ' ' : line.charAt(0); // Editors take the blank from the end of a line.
            String text = line.isEmpty() ? "" : line.substring(1);
            if (kind != '+' && kind != '-' && kind != ' ') {
                throw malformed(header, "counts other lines than follow it");
            }
            if (kind != '+') {
                before.add(text);
            }
            if (kind != '-') {
                after.add(text);
            }
            last = kind != ' ';
            at++;
        }
        if (before.size() > oldCount || after.size() > newCount) {
            throw malformed(header, "counts other lines than follow it");
        }
        if (before.isEmpty() || before.equals(after)) {
            throw malformed(header, "has no line to be found by, or none to be changed");
        }
        // Where a hunk leaves no line, its header names the line before.
        if (Integer.parseInt(numbers.group(3)) + (newCount == 0 ? 1 : 0) != start + shift) {
            throw malformed(
                    header,
                    "has two numbers that do not belong together: the second has to be "
                            + (start + shift - (newCount == 0 ? 1 : 0)));
        }
        ofFile.add(new Hunk(header, start, last, before, after));
        return at;
    }

    private static int count(@Nullable String digits) {
        return digits == null ? 1 : Integer.parseInt(digits);
    }

    private static CheckException malformed(String line, String what) {
        return new CheckException("a patch is malformed: the line \"" + line + "\" " + what);
    }

    /** The files that it changes, relative to the root. */
    List<String> files() {
        return List.copyOf(hunks.keySet());
    }

    /**
     * Applies it to one file.
     *
     * @throws CheckException if the lines that it replaces do not stand where it says
     */
    String apply(String file, String text) {
        List<String> lines = List.of(text.split("\n", -1));
        int size = lines.size() - 1; // What follows the last line end is no line.
        List<String> result = new ArrayList<>();
        int at = 0;
        for (Hunk hunk : hunks.getOrDefault(file, List.of())) {
            int from = hunk.start - 1;
            int to = from + hunk.before.size();
            if (from < at || to > size || !lines.subList(from, to).equals(hunk.before)) {
                throw elsewhere(file, hunk, lines.subList(0, size));
            }
            if (hunk.last && to < size) {
                throw new CheckException("a patch does not apply to " + file + ": the hunk \"" + hunk.header
                        + "\" ends with a change, but the file does not end there: add the line that follows");
            }
            result.addAll(lines.subList(at, from));
            result.addAll(hunk.after);
            at = to;
        }
        result.addAll(lines.subList(at, lines.size()));
        return String.join("\n", result);
    }

    private static CheckException elsewhere(String file, Hunk hunk, List<String> lines) {
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at + hunk.before.size() <= lines.size(); at++) {
            if (lines.subList(at, at + hunk.before.size()).equals(hunk.before)) {
                found.add(at + 1);
            }
        }
        return new CheckException("a patch does not apply to " + file + ": the lines of the hunk \"" + hunk.header
                + "\" are not where it says, but "
                + (found.isEmpty() ? "nowhere:\n" : "at " + found + ", which dev/mutants/renumber puts right:\n")
                + String.join("\n", hunk.before));
    }
}
