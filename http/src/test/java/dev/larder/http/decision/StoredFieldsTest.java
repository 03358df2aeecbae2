package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.DATE;
import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.date;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import org.junit.jupiter.api.Test;

final class StoredFieldsTest {

    private static final Fields STORED = Fields.of(
            "ETag",
            "\"1\"",
            "Content-Type",
            "text/plain",
            "Content-Length",
            "5",
            "Content-Encoding",
            "gzip",
            "X-Old",
            "1",
            "Date",
            date(-60),
            "Age",
            "30",
            "Link",
            "a",
            "Link",
            "b");

    @Test
    void of_everyField_isStoredAsItWas() {
        Fields fields =
                Fields.of("Date", DATE, "X-Unknown", "1", "x-unknown", "2", "ETag", "\"1\"", "Warning", "110 - x");
        assertThat(StoredFields.of(fields, Directives.NONE, NOW)).isEqualTo(fields);
    }

    @Test
    void of_fieldsOfOneHop_areNotStored() {
        Fields fields = Fields.of(
                "Date",
                DATE,
                "Connection",
                "close, X-Hop",
                "Connection",
                "x-other",
                "X-Hop",
                "1",
                "X-Other",
                "2",
                "Keep-Alive",
                "1",
                "Transfer-Encoding",
                "chunked",
                "TE",
                "trailers",
                "Upgrade",
                "h2c",
                "Trailer",
                "x",
                "Proxy-Connection",
                "close",
                "X-End",
                "3");
        assertThat(StoredFields.of(fields, Directives.NONE, NOW)).isEqualTo(Fields.of("Date", DATE, "X-End", "3"));
    }

    @Test
    void of_fieldsOfAProxy_areNotStored() {
        Fields fields = Fields.of(
                "Date",
                DATE,
                "Proxy-Authenticate",
                "Basic",
                "Proxy-Authentication-Info",
                "x",
                "Proxy-Authorization",
                "y");
        assertThat(StoredFields.of(fields, Directives.NONE, NOW)).isEqualTo(Fields.of("Date", DATE));
    }

    @Test
    void of_noDateOrAnInvalidOne_isTheTimeOfReceipt() {
        assertThat(StoredFields.of(Fields.NONE, Directives.NONE, NOW).first("Date"))
                .isEqualTo(DATE);
        assertThat(StoredFields.of(Fields.of("Date", "x"), Directives.NONE, NOW).all("Date"))
                .containsExactly(DATE);
    }

    @Test
    void update_everyFieldOfTheNewer_replacesWhatWasThere() {
        Fields updated = StoredFields.update(
                STORED, Fields.of("ETag", "\"2\"", "Link", "c", "X-New", "2", "Date", DATE, "Age", "4"), NOW);
        assertThat(updated.all("ETag")).containsExactly("\"2\"");
        assertThat(updated.all("Link")).containsExactly("c");
        assertThat(updated.all("X-New")).containsExactly("2");
        assertThat(updated.all("X-Old")).containsExactly("1");
        assertThat(updated.all("Date")).containsExactly(DATE);
        assertThat(updated.all("Age")).containsExactly("4");
    }

    @Test
    void update_whatTheContentDependsUpon_isNotReplaced() {
        Fields updated = StoredFields.update(
                STORED,
                Fields.of(
                        "Content-Length",
                        "0",
                        "Content-Encoding",
                        "br",
                        "Content-Range",
                        "bytes 0-1/2",
                        "Content-Type",
                        "a/b"),
                NOW);
        assertThat(updated.first("Content-Length")).isEqualTo("5");
        assertThat(updated.first("Content-Encoding")).isEqualTo("gzip");
        assertThat(updated.has("Content-Range")).isFalse();
        assertThat(updated.first("Content-Type")).isEqualTo("a/b");
    }

    @Test
    void update_fieldsOfOneHop_areNotAdded() {
        Fields updated = StoredFields.update(
                STORED,
                Fields.of("Connection", "X-Hop", "X-Hop", "1", "Proxy-Authenticate", "x", "Keep-Alive", "y"),
                NOW);
        assertThat(updated.names()).doesNotContain("connection", "x-hop", "proxy-authenticate", "keep-alive");
    }

    @Test
    void update_newerWithoutDateAndAge_isOfNow() {
        Fields updated = StoredFields.update(STORED, Fields.NONE, NOW);
        assertThat(updated.all("Date")).containsExactly(DATE);
        assertThat(updated.has("Age")).isFalse();
    }
}
