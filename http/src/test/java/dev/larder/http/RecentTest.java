package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.message.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTest {

    private static final Plan PLAN = new Plan.Refuse(OwnAnswer.plain(400, "one"));

    private final Recent recent = new Recent();

    private static Arrival arrival(String target, String... lines) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < lines.length; i += 2) {
            fields.add(new Field(lines[i], lines[i + 1]));
        }
        return new Arrival(Arrival.Version.HTTP_1_1, "http", "GET", target, null, fields, false);
    }

    @Test
    void find_sameHead_isWhatWasMadeOfIt() {
        recent.add(arrival("/a", "Host", "h", "Accept", "x"), PLAN);

        assertThat(recent.find(arrival("/a", "Host", "h", "Accept", "x"))).isSameAs(PLAN);
    }

    @Test
    void find_anyOtherCharacter_isNotKnown() {
        recent.add(arrival("/a", "Host", "h", "Accept", "x"), PLAN);

        assertThat(recent.find(arrival("/b", "Host", "h", "Accept", "x"))).isNull();
        assertThat(recent.find(arrival("/a", "Host", "h", "Accept", "X"))).isNull();
        assertThat(recent.find(arrival("/a", "Host", "h", "accept", "x"))).isNull();
        assertThat(recent.find(arrival("/a", "Accept", "x", "Host", "h"))).isNull();
        assertThat(recent.find(arrival("/a", "Host", "h"))).isNull();
        assertThat(recent.find(new Arrival(
                        Arrival.Version.HTTP_1_1,
                        "https",
                        "GET",
                        "/a",
                        null,
                        arrival("/a", "Host", "h", "Accept", "x").lines(),
                        false)))
                .isNull();
    }

    @Test
    void add_credentials_areNotKept() {
        for (String name : List.of("Cookie", "authorization")) {
            Arrival arrival = arrival("/a", "Host", "h", name, "secret");
            recent.add(arrival, PLAN);

            assertThat(recent.find(arrival)).isNull();
        }
    }

    @Test
    void add_longHead_isNotKept() {
        Arrival arrival = arrival("/a", "Host", "h", "Accept", "x".repeat(1_024));
        recent.add(arrival, PLAN);

        assertThat(recent.find(arrival)).isNull();
    }

    @Test
    void add_moreThanThereIsRoomFor_forgetsOthers() {
        for (int i = 0; i < 10_000; i++) {
            recent.add(arrival("/" + i), PLAN);
        }

        long known = 0;
        for (int i = 0; i < 10_000; i++) {
            known += recent.find(arrival("/" + i)) == null ? 0 : 1;
        }
        assertThat(known).isBetween(1L, 1_024L);
    }
}
