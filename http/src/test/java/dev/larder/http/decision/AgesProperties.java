package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Age and freshness against the formulas of RFC 9111, section 4.2, in plain numbers. */
class AgesProperties {

    /** The initial age is the larger one of both ways to calculate it. */
    @Property(seed = "61")
    void initial_anyTimes_isTheFormula(
            @ForAll @IntRange(min = -1000, max = 1000) int date,
            @ForAll @IntRange(max = 1000) int age,
            @ForAll @IntRange(max = 60) int delay) {
        Fields fields = Fields.of("Date", HttpDate.format(NOW.plusSeconds(date)), "Age", Integer.toString(age));
        Exchange times = new Exchange(NOW.minusSeconds(delay), NOW);
        assertThat(Ages.initial(fields, times, SAFE))
                .isEqualTo(Duration.ofSeconds(Math.max(Math.max(0, -date), age + delay)));
    }

    /** A response is served without a word as long as its lifetime is greater than its age, and never longer. */
    @Property(seed = "62")
    void reuse_anyAge_isServedWhileFresh(
            @ForAll @IntRange(min = 1, max = 200) int lifetime,
            @ForAll @IntRange(max = 199) int age,
            @ForAll @IntRange(max = 400) int resident) {
        ResponseHead response = new ResponseHead(
                200,
                Fields.of(
                        "Date",
                        HttpDate.format(NOW),
                        "Age",
                        "" + age,
                        "Cache-Control",
                        "max-age=" + lifetime,
                        "ETag",
                        "\"1\""));
        Stored stored = Messages.store(get(), response, SAFE);
        Reuse reuse = Messages.reuse(get(), stored, resident, SAFE);
        if (lifetime > age + resident) {
            assertThat(reuse).isEqualTo(new Reuse.Serve(Duration.ofSeconds(age + resident), null));
        } else {
            assertThat(reuse).isInstanceOf(Reuse.Validate.class);
        }
    }

    /** What is kept is kept until the last moment in which it may be used, and not longer. */
    @Property(seed = "63")
    void remaining_anyLife_isUntilItsEnd(
            @ForAll @IntRange(max = 100) int fresh,
            @ForAll @IntRange(max = 100) int whileRevalidate,
            @ForAll @IntRange(max = 100) int ifError,
            @ForAll @IntRange(max = 300) int age) {
        Life life = new Life(
                Duration.ofSeconds(fresh),
                Duration.ofSeconds(whileRevalidate),
                Duration.ofSeconds(ifError),
                Duration.ZERO,
                Duration.ZERO,
                false,
                false,
                false);
        int end = fresh + Math.max(whileRevalidate, ifError);
        assertThat(life.remaining(Duration.ofSeconds(age))).isEqualTo(Duration.ofSeconds(Math.max(0, end - age)));
    }
}
