package dev.larder.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of fields that tell what is in them, however they are capitalised and separated. A name is on the list if some of its
 * words, joined, are an entry: {@code oldPassword}, {@code OLD_PASSWORD} and {@code passwords} are on one that has
 * {@code password}; {@code shipping} is not on one that has {@code pin}. Where words are not separated, one is on the list that
 * ends with an entry of 5 letters or more, or holds one of 8 or more: {@code clientsecret}, {@code userpasswordhash}.
 */
final class NameList {

    /** How sure a name is, the surest last. */
    enum Match {
        NONE,
        /** Several tokens, or how many. */
        TOKENS,
        /** A token, which numbers seldom are. */
        TOKEN,
        SECRET;

        boolean isSurerThan(Match other) {
            return compareTo(other) > 0;
        }
    }

    /** Names that are dropped unless they are allowed. */
    static final List<String> SENSITIVE = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "secret key",
            "credential",
            "pin",
            "otp",
            "totp",
            "mfa code",
            "one time password",
            "api key",
            "access key",
            "private key",
            "encryption key",
            "signing key",
            "access token",
            "refresh token",
            "auth token",
            "authentication token",
            "bearer token",
            "session token",
            "id token",
            "token value",
            "credit card",
            "debit card",
            "card number",
            "card no",
            "card nr",
            "card num",
            "card pan",
            "cc number",
            "cc num",
            "pan number",
            "primary account number",
            "cvv",
            "cvv2",
            "cvc",
            "cvc2",
            "card verification",
            "security code",
            "security answer");

    /** Names that are dropped where nothing follows: {@code csrfToken}, but not {@code tokenCount}. */
    static final List<String> SENSITIVE_LAST = List.of(
            "token",
            "jwt",
            "session id",
            "user pass",
            "login pass",
            "admin pass",
            "root pass",
            "db pass",
            "database pass",
            "mail pass",
            "smtp pass",
            "ftp pass",
            "ldap pass");

    /** Places in lists, which are no secrets although they are called tokens. */
    static final List<String> NO_SECRET_LAST =
            List.of("page token", "next token", "continuation token", "cursor token", "sync token");

    /** Names that are dropped where there is nothing else. */
    static final List<String> SENSITIVE_ALONE = List.of("pass", "bearer", "authorization", "proxy authorization");

    /** As {@link #SENSITIVE_ALONE}, but numbers as well. */
    static final List<String> CARD_ALONE = List.of("pan");

    /** What entries end with that are passwords, and no tokens. */
    private static final String PASS = "pass";

    /** Names that look like personal data. */
    static final List<String> PERSONAL = List.of(
            "email",
            "mail",
            "mail address",
            "phone",
            "telephone",
            "tel",
            "mobile",
            "fax",
            "first name",
            "middle name",
            "last name",
            "full name",
            "given name",
            "family name",
            "maiden name",
            "surname",
            "forename",
            "birth date",
            "date of birth",
            "birthday",
            "birth place",
            "dob",
            "address",
            "ip",
            "ip address",
            "ipv4",
            "ipv6",
            "street",
            "zip code",
            "postal code",
            "postcode",
            "ssn",
            "social security",
            "tax id",
            "tax number",
            "national id",
            "passport",
            "id card",
            "driver license",
            "driving licence",
            "license plate",
            "licence plate",
            "iban",
            "bank account",
            "account number",
            "latitude",
            "longitude",
            "lat",
            "lng",
            "lon",
            "geo",
            "gps",
            "gender",
            "nationality",
            "religion");

    /** Words that end like an entry. */
    private static final Set<String> INNOCENT = Set.of(
            "automobile",
            "bloodmobile",
            "bookmobile",
            "immobile",
            "snowmobile",
            "dictaphone",
            "earphone",
            "gramophone",
            "headphone",
            "homophone",
            "megaphone",
            "microphone",
            "saxophone",
            "vibraphone",
            "xylophone",
            "headdress",
            "platitude",
            "engender",
            "accnumber");

    private static final int LEAST_AT_END = 5;
    private static final int LEAST_INSIDE = 8;
    private static final int MOST_WORDS = 6;

    /** Names as keys of maps come without end. */
    private static final int MOST_KNOWN = 2_000;

    private final Set<String> entries = new HashSet<>();
    private final Set<String> last = new HashSet<>();
    private final Set<String> notLast = new HashSet<>();
    private final Set<String> alone = new HashSet<>();
    private final Set<String> cards = new HashSet<>();
    private final Map<String, Match> known = new ConcurrentHashMap<>();

    private NameList(Collection<String> defaults, Collection<String> further) {
        defaults.forEach(entry -> entries.add(joined(entry)));
        further.forEach(entry -> entries.add(joined(entry)));
    }

    /**
     * The names that are dropped, and further ones.
     *
     * @param keepsTokens whether those stay that are a token or a session at the end or as a whole
     */
    static NameList sensitive(Collection<String> further, boolean keepsTokens) {
        NameList list = new NameList(SENSITIVE, further);
        Predicate<String> dropped = entry -> !keepsTokens || entry.endsWith(PASS);
        SENSITIVE_LAST.stream().filter(dropped).forEach(entry -> list.last.add(joined(entry)));
        NO_SECRET_LAST.forEach(entry -> list.notLast.add(joined(entry)));
        SENSITIVE_ALONE.stream().filter(dropped).forEach(entry -> list.alone.add(joined(entry)));
        CARD_ALONE.forEach(entry -> list.cards.add(joined(entry)));
        return list;
    }

    /** The names that look like personal data, and further ones. */
    static NameList personal(Collection<String> further) {
        return new NameList(PERSONAL, further);
    }

    /** All that decides which names are dropped, in one text. */
    static String canonical(Collection<String> further, boolean keepsTokens) {
        return Stream.of(
                        Stream.concat(SENSITIVE.stream(), further.stream()),
                        SENSITIVE_LAST.stream(),
                        NO_SECRET_LAST.stream(),
                        SENSITIVE_ALONE.stream(),
                        CARD_ALONE.stream(),
                        Stream.of(keepsTokens ? "keeps tokens" : "drops tokens"))
                .map(entries -> entries.map(NameList::joined)
                        .sorted()
                        .distinct()
                        .toList()
                        .toString())
                .collect(Collectors.joining());
    }

    /** An entry without what separates its words; empty if it has none. */
    static String joined(String entry) {
        return String.join("", words(entry));
    }

    boolean has(String name) {
        return match(name) != Match.NONE;
    }

    Match match(String name) {
        Match answer = known.get(name);
        if (answer == null) {
            answer = find(name);
            if (known.size() < MOST_KNOWN) {
                known.put(name, answer);
            }
        }
        return answer;
    }

    private Match find(String name) {
        List<String> words = words(name);
        for (int from = 0; from < words.size(); from++) {
            if (isCompound(words.get(from))) {
                return Match.SECRET;
            }
            StringBuilder run = new StringBuilder();
            for (int to = from; to < words.size() && to < from + MOST_WORDS; to++) {
                run.append(words.get(to));
                if (isEntry(run.toString())) {
                    return Match.SECRET;
                }
            }
        }
        return findAtEnd(words);
    }

    private Match findAtEnd(List<String> words) {
        String whole = String.join("", words);
        if (cards.contains(whole)) {
            return Match.SECRET;
        }
        if (alone.contains(whole) || ends(words, last) && !ends(words, notLast)) {
            return Match.TOKEN;
        }
        for (String singular : singulars(words.isEmpty() ? "" : words.get(words.size() - 1))) {
            List<String> one = new ArrayList<>(words);
            if (!one.isEmpty()) {
                one.set(one.size() - 1, singular);
            }
            if (ends(one, last) && !ends(one, notLast)) {
                return Match.TOKENS;
            }
        }
        return Match.NONE;
    }

    private boolean isEntry(String run) {
        return singulars(run).stream().anyMatch(entries::contains);
    }

    /** Whether a word consists of several that are not separated, among them an entry. */
    private boolean isCompound(String word) {
        List<String> singulars = singulars(word);
        if (word.length() <= LEAST_AT_END || singulars.stream().anyMatch(INNOCENT::contains)) {
            return false;
        }
        for (String entry : entries) {
            boolean found = entry.length() >= LEAST_INSIDE
                    ? word.contains(entry)
                    : entry.length() >= LEAST_AT_END && singulars.stream().anyMatch(one -> one.endsWith(entry));
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** Whether the last words, joined, are an entry, or the last word ends with one. */
    private static boolean ends(List<String> words, Set<String> entries) {
        if (words.isEmpty() || entries.isEmpty()) {
            return false;
        }
        String lastWord = words.get(words.size() - 1);
        if (entries.stream().anyMatch(entry -> entry.length() >= LEAST_AT_END && lastWord.endsWith(entry))) {
            return true;
        }
        for (int from = words.size() - 1; from >= 0 && from > words.size() - MOST_WORDS; from--) {
            if (entries.contains(String.join("", words.subList(from, words.size())))) {
                return true;
            }
        }
        return false;
    }

    /** A word, and what it may be the plural of. */
    private static List<String> singulars(String word) {
        String without = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
        boolean hissing = without.endsWith("se") || without.endsWith("xe");
        return hissing ? List.of(word, without, without.substring(0, without.length() - 1)) : List.of(word, without);
    }

    /** Splits at everything that is no letter and no digit, and where small letters, capitals and digits meet. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || isBorder(name, i)) {
                if (i > start) {
                    words.add(name.substring(start, i).toLowerCase(Locale.ROOT));
                }
                start = i < name.length() && !Character.isLetterOrDigit(name.charAt(i)) ? i + 1 : i;
            }
        }
        return words;
    }

    private static boolean isBorder(String name, int i) {
        char c = name.charAt(i);
        if (!Character.isLetterOrDigit(c)) {
            return true;
        }
        if (i == 0) {
            return false;
        }
        char before = name.charAt(i - 1);
        boolean wordEnds = Character.isUpperCase(c) && !Character.isUpperCase(before);
        boolean capitalsEnd = Character.isUpperCase(c)
                && Character.isUpperCase(before)
                && i + 1 < name.length()
                && Character.isLowerCase(name.charAt(i + 1));
        return wordEnds || capitalsEnd || Character.isDigit(c) != Character.isDigit(before);
    }
}
