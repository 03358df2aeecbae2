package dev.larder.codec;

import static dev.larder.codec.Estate.SECRET;
import static dev.larder.codec.Estate.sanitiser;
import static dev.larder.codec.Estate.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Dropping what a type is not made without: refused beforehand where it can be told, named where it shows. */
class NeededTest {

    record Visit(String who, Instant at) {
        Visit {
            Objects.requireNonNull(at, "at");
        }
    }

    record Annotated(String who, @Sensitive Instant at) {
        Annotated {
            Objects.requireNonNull(at, "at");
        }
    }

    @JsonDeserialize(builder = Built.Builder.class)
    static final class Built {
        private final String who;
        private final Instant at;

        private Built(Builder builder) {
            this.who = Objects.requireNonNull(builder.who, "who");
            this.at = Objects.requireNonNull(builder.at, "at");
        }

        public String getWho() {
            return who;
        }

        public Instant getAt() {
            return at;
        }

        static final class Builder {
            private @Nullable String who;
            private @Nullable Instant at;

            public Builder withWho(String who) {
                this.who = who;
                return this;
            }

            public Builder withAt(Instant at) {
                this.at = at;
                return this;
            }

            public Built build() {
                return new Built(this);
            }
        }
    }

    @Test
    void under_whatABuilderRequires_isRefusedByName() {
        assertThatThrownBy(() -> under(Built.class, rules -> rules.drop("at")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at is dropped")
                .hasMessageContaining("java.time.Instant has no empty form");
        Built ann = new Built(new Built.Builder().withWho("Ann").withAt(Instant.EPOCH));
        Sanitiser<Built> sanitiser = sanitiser(Built.class, rules -> rules.drop("who"));

        assertThat(sanitiser.sanitise(ann).value().who).isEmpty();
        assertThat(sanitiser.sanitise(ann).value().at).isEqualTo(Instant.EPOCH);
    }

    @JsonDeserialize(builder = Dated.Builder.class)
    static final class Dated {
        private final Instant from;
        private final Instant until;

        private Dated(Builder builder) {
            this.from = Objects.requireNonNull(builder.from, "from");
            this.until = builder.until;
        }

        public Instant getFrom() {
            return from;
        }

        public Instant getUntil() {
            return until;
        }

        static final class Builder {
            private @Nullable Instant from;
            private Instant until = Instant.MAX;

            public Builder withFrom(Instant from) {
                this.from = from;
                return this;
            }

            public Builder withUntil(Instant until) {
                this.until = until;
                return this;
            }

            public Dated build() {
                return new Dated(this);
            }
        }
    }

    @Test
    void under_builderOfWhichNothingCanBeTold_isTaken() {
        Dated dated = new Dated(new Dated.Builder().withFrom(Instant.EPOCH).withUntil(Instant.EPOCH));

        assertThat(sanitiser(Dated.class, rules -> rules.drop("until"))
                        .sanitise(dated)
                        .value()
                        .until)
                .isEqualTo(Instant.MAX);
    }

    record Diary(List<Visit> visits) {}

    @Test
    void under_requiredWithoutEmptyForm_isRefusedByName() {
        assertThatThrownBy(() -> under(Visit.class, rules -> rules.drop("at")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at is dropped")
                .hasMessageContaining("java.time.Instant has no empty form")
                .hasMessageContaining("make it optional")
                .hasMessageContaining("allow-fields");
        assertThatThrownBy(() -> under(Annotated.class, rules -> rules)).hasMessageContaining("at is dropped");
        assertThatThrownBy(() -> under(Diary.class, rules -> rules.drop("visits[].at")))
                .hasMessageContaining("visits[].at is dropped");
        assertThat(under(Annotated.class, rules -> rules.allow("at"))).isNotInstanceOf(Sanitiser.class);
    }

    record Nullables(
            @Sensitive @Nullable Instant at,
            @Sensitive Optional<Instant> until,
            @Sensitive String text,
            @Sensitive int count,
            @Sensitive List<Instant> times,
            @Sensitive Map<String, Instant> more,
            @Sensitive URI where,

            @Sensitive @JsonFormat(shape = JsonFormat.Shape.NUMBER)
            Instant since) {
        Nullables {
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(times, "times");
            Objects.requireNonNull(more, "more");
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(since, "since");
        }
    }

    @Test
    void under_optionalOrWithEmptyForm_isTaken() {
        Nullables full = new Nullables(
                Instant.MAX,
                Optional.of(Instant.MAX),
                SECRET,
                1,
                List.of(Instant.MAX),
                Map.of("a", Instant.MAX),
                URI.create("https://larder.dev"),
                Instant.ofEpochSecond(4711));

        assertThat(sanitiser(Nullables.class, rules -> rules).sanitise(full).value())
                .isEqualTo(new Nullables(
                        null, Optional.empty(), "", 0, List.of(), Map.of(), URI.create(""), Instant.EPOCH));
    }

    record Unchecked(
            String who, @Sensitive Instant at, @Sensitive Owned owned) {}

    record Owned(Instant since) {
        Owned {
            Objects.requireNonNull(since, "since");
        }
    }

    record Defaulted(String who, @Sensitive Instant at) {
        Defaulted {
            at = at == null ? Instant.EPOCH : at;
        }
    }

    static final class Bean {
        @Sensitive
        public Instant at = Instant.EPOCH;
    }

    @Test
    void under_typeThatIsMadeWithoutIt_isTaken() {
        assertThat(sanitiser(Unchecked.class, rules -> rules)
                        .sanitise(new Unchecked("Ann", Instant.MAX, new Owned(Instant.MAX)))
                        .value())
                .isEqualTo(new Unchecked("Ann", null, null));
        assertThat(sanitiser(Defaulted.class, rules -> rules)
                        .sanitise(new Defaulted("Ann", Instant.MAX))
                        .value())
                .isEqualTo(new Defaulted("Ann", Instant.EPOCH));
        assertThat(under(Bean.class, rules -> rules)).isInstanceOf(Sanitiser.class);
    }

    record Mixed(
            @Sensitive String text,
            @Sensitive @Nullable Kind kind,
            @Sensitive Optional<Instant> until) {
        Mixed {
            Objects.requireNonNull(text, "text");
        }
    }

    enum Kind {
        ONE
    }

    /** What has no empty form stays out where others are written empty. */
    @Test
    void sanitise_emptyAndMissingSideBySide_areBothTaken() {
        assertThat(sanitiser(Mixed.class, rules -> rules)
                        .sanitise(new Mixed(SECRET, Kind.ONE, Optional.of(Instant.MAX)))
                        .value())
                .isEqualTo(new Mixed("", null, Optional.empty()));
    }

    static final class Lenient extends StdDeserializer<Instant> {

        Lenient() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        }
    }

    record Leniently(
            String who,

            @Sensitive @JsonDeserialize(using = Lenient.class)
            Instant at) {
        Leniently {
            Objects.requireNonNull(at, "at");
        }
    }

    @Test
    void sanitise_readerOfItsOwn_isGivenTheEmptyForm() {
        assertThat(sanitiser(Leniently.class, rules -> rules)
                        .sanitise(new Leniently("Ann", Instant.MAX))
                        .value())
                .isEqualTo(new Leniently("Ann", Instant.EPOCH));
    }

    record Locked(Owned credential, Map<String, Owned> more) {
        Locked {
            Objects.requireNonNull(credential, "credential");
        }
    }

    record Safe(String name, List<Locked> locked) {}

    /** For its name alone no type is refused: most are made without. */
    @Test
    void sanitise_typeRefusesWhatIsDroppedByName_namesTheField() {
        Owned owned = new Owned(Instant.MAX);
        Safe safe = new Safe(SECRET, List.of(new Locked(owned, Map.of("secret-" + SECRET, owned))));

        assertThatThrownBy(() -> sanitiser(Safe.class, rules -> rules).sanitise(safe))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("without locked[].credential, locked[].more.*;")
                .hasMessageContaining("make optional")
                .hasMessageNotContaining(SECRET);
    }
}
