package dev.larder.grounds;

import java.util.Locale;

/** Builds names, addresses and sentences from the vocabulary. */
final class Phrases {
    private Phrases() {}

    static String person(Draw draw) {
        return draw.pick(Words.FIRST_NAMES) + " " + draw.pick(Words.LAST_NAMES);
    }

    static String company(Draw draw) {
        return (draw.chance(0.5) ? draw.pick(Words.CITIES) : draw.pick(Words.LAST_NAMES)) + " "
                + draw.pick(Words.COMPANY_KINDS);
    }

    static String email(Draw draw, String person) {
        return person.toLowerCase(Locale.ROOT).replace("'", "").replace(' ', '.') + "@" + draw.pick(Words.DOMAINS);
    }

    static Address address(Draw draw) {
        String street = draw.between(1, 180) + " " + draw.pick(Words.STREETS) + " " + draw.pick(Words.WAYS);
        return new Address(street, Integer.toString(draw.between(10_000, 99_999)), draw.pick(Words.CITIES));
    }

    static String area(Draw draw, Area.Kind kind) {
        String place = draw.pick(Words.STREETS);
        String prefix = draw.chance(0.4) ? draw.pick(Words.AREA_PREFIXES) + " " : "";
        return prefix + place + " " + readable(kind).toLowerCase(Locale.ROOT);
    }

    static String title(Draw draw, Task main) {
        String work = readable(main);
        return switch (draw.between(0, 3)) {
            case 0 -> work + ", " + draw.pick(Words.PLACES);
            case 1 -> "Upkeep of the " + draw.pick(Words.PLACES) + " and " + draw.pick(Words.PLACES);
            case 2 -> work + " and general upkeep";
            default -> "Grounds maintenance " + draw.pick(Words.CITIES) + ", lot " + draw.between(1, 60);
        };
    }

    /** Something the office wrote down: one sentence, sometimes two. */
    static String note(Draw draw) {
        String first = switch (draw.between(0, 4)) {
            case 0 -> draw.pick(Words.WISHES) + ".";
            case 1 ->
                "The " + draw.pick(Words.PLANTS) + " by the " + draw.pick(Words.PLACES) + " "
                        + draw.pick(Words.PROBLEMS) + ".";
            case 2 ->
                readable(draw.pick(Task.class)) + " at the " + draw.pick(Words.PLACES) + " " + draw.pick(Words.ACTIONS)
                        + " because " + draw.pick(Words.REASONS) + ".";
            case 3 ->
                person(draw) + " wants an offer for the " + draw.pick(Words.PLACES) + " and the "
                        + draw.pick(Words.PLANTS) + ".";
            default ->
                "Complaint of " + person(draw) + ": the " + draw.pick(Words.PLANTS) + " " + draw.pick(Words.PROBLEMS)
                        + "; " + draw.pick(Words.ACTIONS) + ".";
        };
        return draw.chance(0.25) ? first + " " + draw.pick(Words.WISHES) + "." : first;
    }

    /** What someone wrote after a visit. */
    static String remark(Draw draw) {
        return switch (draw.between(0, 2)) {
            case 0 -> "The " + draw.pick(Words.PLANTS) + " " + draw.pick(Words.PROBLEMS);
            case 1 -> "Only the " + draw.pick(Words.PLACES) + ", " + draw.pick(Words.REASONS);
            default -> draw.pick(Words.PLACES) + ": " + draw.pick(Words.ACTIONS);
        };
    }

    /** A constant's name as words: {@code HEDGE_TRIMMING} becomes "Hedge trimming". */
    static String readable(Enum<?> constant) {
        String words = constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
