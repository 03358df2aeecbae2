package dev.larder.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.introspect.AnnotatedMember;

/** The rules of one cache, ready to be asked for each field. Immutable but for what its lists remember. */
final class RuleBook {

    private static final String MASK = "****";
    private static final int LEAST_TIMES_KEPT = 3;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * What is known of a field beforehand.
     *
     * @param annotated what its annotation says, or null
     * @param sensitive how sure the name that it has in Java is one that is dropped
     * @param personal whether the name that it has in Java looks like personal data
     * @param primitive whether it cannot be null
     * @param read the type that it is read as; null if an annotation names a reader of its own
     * @param harmless how sure its name may be, and its type still says that it holds no secret
     */
    record Known(
            @Nullable Verdict annotated,
            NameList.Match sensitive,
            boolean personal,
            boolean primitive,
            @Nullable JavaType read,
            NameList.Match harmless) {

        /** The same for a subclass, where an annotation may say otherwise. */
        Known said(@Nullable Sensitive annotation) {
            return annotation == null
                    ? this
                    : new Known(Verdict.of(annotation), sensitive, personal, primitive, read, harmless);
        }
    }

    /**
     * The one member that is written in place of a whole value, or key.
     *
     * @param name what it is called in Java
     * @param known what is known of it beforehand
     */
    record Whole(String name, Known known) {}

    private final FieldRules rules;
    private final @Nullable UnaryOperator<String> hash;
    private final EmptyForms empties;
    private final List<Place.Rule> all = new ArrayList<>();
    private final Map<String, Place.Rule> anywhere = new HashMap<>();
    private final Place root;
    private final NameList sensitive;
    private final NameList personal;

    RuleBook(FieldRules rules, @Nullable UnaryOperator<String> hash, EmptyForms empties) {
        this.rules = rules;
        this.empties = empties;
        this.hash = hash;
        this.sensitive = NameList.sensitive(rules.sensitiveNames(), rules.keepsTokens());
        this.personal = NameList.personal(rules.personalNames());
        add("drop-fields", rules.drop(), Verdict.DROP);
        add("mask-fields", rules.mask(), new Verdict(Verdict.Kind.MASK, rules.maskKeeps()));
        add("hash-fields", rules.hash(), new Verdict(Verdict.Kind.HASH, 0));
        add("allow-fields", rules.allow(), Verdict.ALLOW);
        this.root =
                Place.root(all.stream().filter(rule -> !rule.path().anywhere()).toList());
    }

    private void add(String setting, List<String> paths, Verdict verdict) {
        for (String text : paths) {
            FieldPath path = FieldPath.read(text);
            if (path == null) {
                throw new IllegalArgumentException(setting + ": '" + text + "' is no path");
            }
            Place.Rule rule = new Place.Rule(setting, path, verdict);
            all.add(rule);
            if (path.anywhere()) {
                anywhere.put(path.steps().get(0), rule);
            }
        }
    }

    FieldRules rules() {
        return rules;
    }

    List<Place.Rule> all() {
        return all;
    }

    Place root() {
        return root;
    }

    boolean hasHash() {
        return hash != null;
    }

    EmptyForms empties() {
        return empties;
    }

    /** The rule for a name at any depth, or null. */
    Place.@Nullable Rule anywhere(String name) {
        return anywhere.get(name);
    }

    /** What is known of a property of a type. */
    Known known(BeanProperty property) {
        Sensitive annotation = property.getAnnotation(Sensitive.class);
        AnnotatedMember member = property.getMember();
        String name = member == null ? property.getName() : member.getName();
        return new Known(
                annotation == null ? null : Verdict.of(annotation),
                sensitive.match(name),
                personal.has(name),
                property.getType().isPrimitive(),
                property.getAnnotation(JsonDeserialize.class) == null ? property.getType() : null,
                Harmless.upTo(property.getType()));
    }

    /** What is known of a member that is written in place of its value. */
    Whole whole(ValueMember member) {
        Sensitive annotation = member.annotation();
        Known known = new Known(
                annotation == null ? null : Verdict.of(annotation),
                sensitive.match(member.name()),
                personal.has(member.name()),
                false,
                null,
                Harmless.upTo(member.type()));
        return new Whole(member.name(), known);
    }

    /** Whether a member that is written in place of its value is treated anywhere otherwise than one that nothing is said of. */
    boolean concerns(Whole whole) {
        return anywhere.containsKey(whole.name())
                || !judge(whole.name(), whole.known(), false).equals(Verdict.KEEP);
    }

    /**
     * Judges a value that is written as one member of it: what is said of the place wins, then comes what is said of the member.
     *
     * @param said the verdict of the place
     */
    Verdict judge(Verdict said, Whole whole, boolean free) {
        if (said.kind() != Verdict.Kind.KEEP && said.kind() != Verdict.Kind.REFUSE) {
            return said;
        }
        Verdict own = judge(whole.name(), whole.known(), free);
        return own.kind() == Verdict.Kind.KEEP ? said : own;
    }

    /**
     * Judges a field.
     *
     * @param place its place
     * @param known what is known of it beforehand; null for a key of a map
     * @param free whether it is inside of something that was allowed as a whole
     */
    Verdict judge(Place place, String name, @Nullable Known known, boolean free) {
        Verdict said = place.verdict();
        return said == null ? judge(name, known, free) : said;
    }

    private Verdict judge(String name, @Nullable Known known, boolean free) {
        Place.Rule everywhere = anywhere.get(name);
        if (everywhere != null) {
            return everywhere.verdict();
        }
        Verdict annotated = known == null ? null : known.annotated();
        if (annotated != null) {
            return annotated;
        }
        NameList.Match match = sensitive.match(name);
        if (known != null && known.sensitive().isSurerThan(match)) {
            match = known.sensitive();
        }
        if (match.isSurerThan(known == null ? NameList.Match.NONE : known.harmless())) {
            return Verdict.dropped(match);
        }
        boolean unlisted = rules.strict() && !free && (personal.has(name) || known != null && known.personal());
        return unlisted ? Verdict.REFUSE : Verdict.KEEP;
    }

    /** What is written in place of a text. */
    String replace(String text, Verdict verdict) {
        if (verdict.kind() == Verdict.Kind.HASH) {
            if (hash == null) {
                throw new CodecException(
                        "a field is to be hashed, and there is no secret (setting: hash-secret)", null);
            }
            return hash.apply(text);
        }
        int keeps = verdict.keeps();
        int length = text.codePointCount(0, text.length());
        return keeps == 0 || length < LEAST_TIMES_KEPT * keeps
                ? MASK
                : MASK + text.substring(text.offsetByCodePoints(text.length(), -keeps));
    }

    /**
     * Changes a fingerprint so that only processes with the same rules, the same verdicts and, where something may be hashed, the same
     * secret share it.
     *
     * @param verdicts what is done to the fields of the type, in one text
     * @param mayHash whether a field of it may be hashed
     */
    long mixInto(long fingerprint, String verdicts, boolean mayHash) {
        String secret = hash == null || !mayHash ? "" : hash.apply("which secret is it?");
        long mixed = fingerprint;
        for (byte b : (rules.canonical() + "\n" + secret + "\n" + verdicts).getBytes(StandardCharsets.UTF_8)) {
            mixed = (mixed ^ (b & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }
}
