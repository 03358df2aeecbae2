package dev.larder.http.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates of HTTP (RFC 9110, section 5.6.7): all three forms are read, without regard to case (RFC 9111, section 4.2), one is written.
 *
 * <p>Always in UTC: a zone other than GMT makes a date invalid. The name of the weekday is not compared with the date. A leap second
 * is the second before it, so that no date is read as later than it is.
 */
public final class HttpDate {

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final String TIME = "(\\d\\d):(\\d\\d):(\\d\\d)";
    private static final String SHORT_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final String LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    private static final String MONTH = "(" + String.join("|", MONTHS) + ")";
    private static final Pattern IMF_FIXDATE = form(SHORT_DAY + ", (\\d\\d) " + MONTH + " (\\d{4}) " + TIME + " GMT");
    private static final Pattern RFC_850 = form(LONG_DAY + ", (\\d\\d)-" + MONTH + "-(\\d\\d) " + TIME + " GMT");
    private static final Pattern ASCTIME = form(SHORT_DAY + " " + MONTH + " ([ \\d]\\d) " + TIME + " (\\d{4})");
    private static final int LONGEST = 40;

    private HttpDate() {}

    private static Pattern form(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /**
     * Returns the time that a text names, or null if it is no date of HTTP.
     *
     * @param now to tell the century of a year of two digits: one that seems to be more than 50 years ahead is past
     */
    public static @Nullable Instant parse(String text, Instant now) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            Matcher m = IMF_FIXDATE.matcher(text);
            if (m.matches()) {
                return at(Integer.parseInt(m.group(3)), m.group(2), m.group(1), m, 4);
            }
            m = RFC_850.matcher(text);
            if (m.matches()) {
                return century(m, now);
            }
            m = ASCTIME.matcher(text);
            return m.matches()
                    ? at(Integer.parseInt(m.group(6)), m.group(1), m.group(2).strip(), m, 3)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Writes a time as IMF-fixdate, without what is smaller than a second. */
    public static String format(Instant time) {
        ZonedDateTime at = time.atZone(ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%s, %02d %s %04d %02d:%02d:%02d GMT",
                DAYS.get(at.getDayOfWeek().getValue() - 1),
                at.getDayOfMonth(),
                MONTHS.get(at.getMonthValue() - 1),
                at.getYear(),
                at.getHour(),
                at.getMinute(),
                at.getSecond());
    }

    /** The year of these last two digits that is in the past or at most 50 years ahead. */
    private static @Nullable Instant century(Matcher m, Instant now) {
        ZonedDateTime today = now.atZone(ZoneOffset.UTC);
        int year = today.getYear() - today.getYear() % 100 + 100 + Integer.parseInt(m.group(3));
        Instant limit = today.plusYears(50).toInstant();
        for (int tries = 0; tries < 3; tries++, year -= 100) {
            if (!m.group(1).equals("29") || !m.group(2).equalsIgnoreCase("Feb") || Year.isLeap(year)) {
                Instant found = at(year, m.group(2), m.group(1), m, 4);
                if (!found.isAfter(limit)) {
                    return found;
                }
            }
        }
        return null;
    }

    private static Instant at(int year, String month, String day, Matcher m, int time) {
        int second = Integer.parseInt(m.group(time + 2));
        return LocalDateTime.of(
                        year,
                        1 + MONTHS.indexOf(capitalised(month)),
                        Integer.parseInt(day),
                        Integer.parseInt(m.group(time)),
                        Integer.parseInt(m.group(time + 1)),
                        second == 60 ? 59 : second)
                .toInstant(ZoneOffset.UTC);
    }

    private static String capitalised(String month) {
        return month.substring(0, 1).toUpperCase(Locale.ROOT)
                + month.substring(1).toLowerCase(Locale.ROOT);
    }
}
