package dev.larder.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of fields that tell what is in them, however they are capitalised and separated. A name is on the list if some of its
 * words, joined, are an entry: {@code oldPassword}, {@code OLD_PASSWORD} and {@code passwords} are on one that has
 * {@code password}; {@code shipping} is not on one that has {@code pin}.
 */
final class NameList {

    /** Names that are dropped unless they are allowed. */
    static final List<String> SENSITIVE = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "credential",
            "pin",
            "otp",
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
            "credit card",
            "debit card",
            "card number",
            "cvv",
            "cvv2",
            "cvc",
            "cvc2",
            "card verification",
            "security code");

    /** Names that look like personal data. */
    static final List<String> PERSONAL = List.of(
            "email",
            "mail address",
            "phone",
            "telephone",
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
            "gender",
            "nationality",
            "religion");

    /** Names as keys of maps come without end. */
    private static final int MOST_KNOWN = 2_000;

    private final Set<String> entries = new HashSet<>();
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    NameList(Collection<String> defaults, Collection<String> further) {
        defaults.forEach(entry -> entries.add(joined(entry)));
        further.forEach(entry -> entries.add(joined(entry)));
    }

    /** An entry without what separates its words; empty if it has none. */
    static String joined(String entry) {
        return String.join("", words(entry));
    }

    boolean has(String name) {
        Boolean answer = known.get(name);
        if (answer == null) {
            answer = find(name);
            if (known.size() < MOST_KNOWN) {
                known.put(name, answer);
            }
        }
        return answer;
    }

    private boolean find(String name) {
        List<String> words = words(name);
        for (int from = 0; from < words.size(); from++) {
            StringBuilder run = new StringBuilder();
            for (int to = from; to < words.size() && to < from + 6; to++) {
                run.append(words.get(to));
                if (isEntry(run.toString())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isEntry(String run) {
        return entries.contains(run)
                || run.endsWith("s") && entries.contains(run.substring(0, run.length() - 1))
                || run.endsWith("es") && entries.contains(run.substring(0, run.length() - 2));
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
