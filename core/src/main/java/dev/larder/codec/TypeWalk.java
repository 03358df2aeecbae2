package dev.larder.codec;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * A walk through a type as its serialisers show it, that finds out which rules can apply to its values, and what is wrong with
 * them. Each type is walked once at each place that rules can tell from others; in a strict cache, so that all paths can be
 * named, once on each path, and once more within itself.
 */
final class TypeWalk {

    private static final int MOST_STEPS = 20_000;

    private record Visit(JavaType type, Place place) {}

    private final ObjectMapper mapper;
    private final RuleBook book;
    private final Needed needed;
    private final JavaType whole;
    private final Set<Place.Rule> used = new HashSet<>();
    private final Set<Visit> visited = new HashSet<>();
    private final Set<String> paths = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> unlisted = new LinkedHashSet<>();
    private final Set<String> verdicts = new TreeSet<>();
    private final Set<String> named = new LinkedHashSet<>();
    private boolean open;
    private boolean hashes;
    private int steps;

    TypeWalk(ObjectMapper mapper, JavaType type, RuleBook book) {
        this.mapper = mapper;
        this.whole = type;
        this.book = book;
        this.needed = new Needed(mapper, book.empties());
    }

    /**
     * Walks; returns whether rules apply to the type, or may apply to values of it.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    boolean walk() {
        try {
            // Asked for nothing but the context.
            JsonFormatVisitorWrapper asking = new JsonFormatVisitorWrapper.Base();
            mapper.acceptJsonFormatVisitor(Object.class, asking);
            Node root = new Node(new Spot("", ""), book.root(), List.of(), Verdict.KEEP, false);
            if (visit(asking.getContext(), null, whole, root).kind() == Verdict.Kind.DROP && !whole.isReferenceType()) {
                problems.add(Wholes.nothingLeft(whole));
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    whole.toCanonical() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
        for (Place.Rule rule : book.all()) {
            if (!used.contains(rule) && !(rule.path().anywhere() && open)) {
                problems.add(unmatched(rule));
            }
        }
        if (!unlisted.isEmpty()) {
            problems.add(
                    "personal-data is strict, and these are neither dropped, masked, hashed nor allowed: "
                            + String.join(", ", unlisted)
                            + "; name each in drop-fields, mask-fields, hash-fields or allow-fields, or annotate it by @Sensitive");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return !verdicts.isEmpty() || open || book.rules().explicit();
    }

    /**
     * What is done to each field that does not stay as it is, by its path, in one text that is the same for the same
     * verdicts. An annotation that comes, goes or changes makes another one.
     */
    String verdicts() {
        return String.join(",", verdicts);
    }

    /** Whether a text of the type is hashed, or may be: whoever has another secret writes it otherwise. */
    boolean mayHash() {
        return hashes || open || !book.rules().hash().isEmpty();
    }

    /** The paths of the fields that are dropped for their names. */
    List<String> named() {
        return List.copyOf(named);
    }

    /** Visits a part; returns what is to be done to it. */
    private Verdict visit(SerializationContext context, @Nullable JsonFormatVisitable part, JavaType type, Node node) {
        JsonFormatVisitable visited = part == null ? context.findValueSerializer(type) : part;
        Wholes wholes = wholes(context, visited, type);
        Verdict verdict = wholes.judge(node.verdict, node.free);
        if (!verdict.equals(node.verdict)) {
            found(node.spot, verdict, wholes);
        }
        Node judged = new Node(node.spot, node.place, node.around, verdict, node.free);
        judged.setContext(context);
        if (new Transparency(context).shows(visited, type)) {
            visited.acceptJsonFormatVisitor(judged, type);
        } else {
            judged.opaque(type);
        }
        return verdict;
    }

    private Wholes wholes(SerializationContext context, JsonFormatVisitable serializer, JavaType type) {
        Wholes wholes = Wholes.of(context, serializer, type, book);
        open |= wholes.open();
        return seen(wholes);
    }

    private Wholes seen(Wholes wholes) {
        wholes.names().map(book::anywhere).filter(Objects::nonNull).forEach(used::add);
        return wholes;
    }

    private void found(Spot spot, Verdict verdict, Wholes wholes) {
        if (!spot.path().isEmpty()) {
            paths.add(spot.path());
        }
        if (verdict.kind() == Verdict.Kind.REFUSE) {
            unlisted.add(wholes.called(spot.path()));
        }
        if (verdict.named()) {
            named.add(spot.path());
        }
        if (!verdict.stays()) {
            verdicts.add(spot.where() + "=" + verdict.kind() + verdict.keeps());
            hashes |= verdict.kind() == Verdict.Kind.HASH;
        }
    }

    private String unmatched(Place.Rule rule) {
        String nearest = NearestPath.of(rule.path().text(), paths);
        return rule.setting() + " has '" + rule.path().text() + "', which names nothing in "
                + whole.toCanonical() + "; "
                + (nearest == null ? "it has no fields" : "did you mean '" + nearest + "'?");
    }

    /** One part of the type: says what it is to whoever visits it. */
    private final class Node extends JsonFormatVisitorWrapper.Base {
        private final Spot spot;
        private final String path;
        private final Place place;
        private final List<Class<?>> around;
        private final Verdict verdict;

        /** Whether it is inside of something that was allowed as a whole. */
        private final boolean free;

        Node(Spot spot, Place place, List<Class<?>> around, Verdict verdict, boolean free) {
            this.spot = spot;
            this.path = spot.path();
            this.place = place;
            this.around = around;
            this.verdict = verdict;
            this.free = free;
            used.addAll(place.ending());
        }

        private boolean strict() {
            return book.rules().strict();
        }

        /** Something that nothing is known of. */
        private void opaque(JavaType type) {
            open = true;
            used.addAll(place.leadingOn());
            if (verdict.kind() == Verdict.Kind.HASH && !book.hasHash()) {
                noSecret();
            }
            boolean fieldsAllowed = place.field("").verdict() != null;
            if (strict() && verdict.kind() == Verdict.Kind.KEEP && !free && !fieldsAllowed) {
                unlisted.add((path.isEmpty() ? FieldPath.ANY : path) + " (a " + type.toCanonical()
                        + ", which says nothing of what it holds)");
            }
        }

        private void noText(JavaType type) {
            if (verdict.needsText()) {
                String remedy = type.isContainerType() && !type.isMapLikeType()
                        ? "; name its elements, " + FieldPath.element(path) + ", or drop it"
                        : "; drop it, or name a text in it";
                problems.add((path.isEmpty() ? "the value" : path) + " is a " + type.toCanonical()
                        + ", and only text can be masked or hashed" + remedy);
            }
            if (verdict.kind() == Verdict.Kind.HASH && !book.hasHash()) {
                noSecret();
            }
        }

        private void noSecret() {
            problems.add(
                    path + " is to be hashed, and there is no secret to hash with, without which hashes are guessed by"
                            + " trying; name one of at least 16 bytes by the setting hash-secret or by LarderBuilder.hashSecret");
        }

        @Override
        public @Nullable JsonStringFormatVisitor expectStringFormat(JavaType type) {
            if (!CharSequence.class.isAssignableFrom(type.getRawClass())) {
                noText(type);
            } else if (verdict.kind() == Verdict.Kind.HASH && !book.hasHash()) {
                noSecret();
            }
            return null;
        }

        @Override
        public @Nullable JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
            noText(type);
            return null;
        }

        @Override
        public @Nullable JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
            noText(type);
            return null;
        }

        @Override
        public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
            noText(type);
            return null;
        }

        @Override
        public @Nullable JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
            opaque(type);
            return null;
        }

        @Override
        public @Nullable JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
            noText(type);
            if (verdict.kind() == Verdict.Kind.DROP) {
                return null;
            }
            return new JsonArrayFormatVisitor.Base(getContext()) {
                @Override
                public void itemsFormat(@Nullable JsonFormatVisitable items, JavaType element) {
                    Place inside = place.element();
                    Verdict said = inside.verdict();
                    Spot at = spot.element();
                    paths.add(at.path());
                    visit(
                            getContext(),
                            items,
                            element,
                            new Node(at, inside, around, said == null ? Verdict.KEEP : said, isFree()));
                }

                @Override
                public void itemsFormat(JsonFormatTypes format) {
                    used.addAll(place.element().ending());
                }
            };
        }

        private boolean isFree() {
            return free || verdict.kind() == Verdict.Kind.ALLOW;
        }

        @Override
        public @Nullable JsonMapFormatVisitor expectMapFormat(JavaType type) {
            noText(type);
            if (verdict.kind() == Verdict.Kind.DROP) {
                return null;
            }
            JavaType key = type.getKeyType();
            if (key == null || !key.isEnumType()) {
                opaque(type);
            }
            return new Entries(getContext(), this, type);
        }

        @Override
        public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
            if (type.isJavaLangObject()) {
                opaque(type);
                return null;
            }
            noText(type);
            if (verdict.kind() == Verdict.Kind.DROP || !enter(type)) {
                return null;
            }
            lookAtForm(type);
            walkSubtypes(type);
            return new Fields(getContext(), this, type);
        }

        private boolean enter(JavaType type) {
            boolean first = visited.add(new Visit(type, place));
            if (!strict()) {
                return first;
            }
            if (++steps > MOST_STEPS) {
                throw new IllegalArgumentException("personal-data is strict, but " + whole.toCanonical()
                        + " has more than " + MOST_STEPS + " paths to look at; cache a smaller type");
            }
            return first || around.stream().filter(type.getRawClass()::equals).count() < 2;
        }

        /** Looks for what stands where fields stand, and is none. */
        private void lookAtForm(JavaType type) {
            SerializationContext context = getContext();
            BeanDescription form = context.introspectBeanDescription(type);
            AnnotatedMember anyGetter = form.findAnyGetter();
            if (anyGetter != null) {
                opaque(anyGetter.getType());
                refuseAnnotation(anyGetter);
            }
            for (BeanPropertyDefinition property : form.findProperties()) {
                AnnotatedMember member = property.getAccessor();
                if (member != null
                        && context.getAnnotationIntrospector()
                                        .findUnwrappingNameTransformer(context.getConfig(), member)
                                != null) {
                    refuseAnnotation(member);
                }
            }
        }

        private void refuseAnnotation(AnnotatedMember member) {
            if (member.hasAnnotation(Sensitive.class)) {
                problems.add(AnnouncingWriter.noField(member.getName()));
            }
        }

        private void walkSubtypes(JavaType type) {
            SerializationContext context = getContext();
            SerializationConfig config = context.getConfig();
            Collection<NamedType> declared = type.isFinal()
                    ? List.of()
                    : config.getSubtypeResolver()
                            .collectAndResolveSubtypesByClass(config, context.introspectClassAnnotations(type));
            boolean more = false;
            for (NamedType one : declared) {
                Class<?> raw = one.getType();
                if (raw != type.getRawClass() && type.getRawClass().isAssignableFrom(raw)) {
                    more = true;
                    JavaType subtype = context.constructSpecializedType(type, raw);
                    visit(context, null, subtype, new Node(spot.as(raw), place, around, verdict, free));
                }
            }
            // What is no final class may be of a subclass that nobody has declared.
            open |= !more
                    && !type.isFinal()
                    && !Modifier.isFinal(type.getRawClass().getModifiers());
        }
    }

    /** The entries of a map. */
    private final class Entries extends JsonMapFormatVisitor.Base {
        private final Node node;
        private final JavaType type;
        private List<String> names = List.of();

        Entries(SerializationContext context, Node node, JavaType type) {
            super(context);
            this.node = node;
            this.type = type;
        }

        @Override
        public void keyFormat(@Nullable JsonFormatVisitable keys, JavaType key) {
            Wholes wholes = seen(Wholes.ofKey(getContext(), key, book));
            if (!node.isFree() && !wholes.judge(Verdict.KEEP, true).stays()) {
                problems.add((node.path.isEmpty() ? "the value" : node.path) + " has keys that are " + key.toCanonical()
                        + ", " + wholes.noKey());
            }
            if (key.isEnumType()) {
                SerializationContext context = getContext();
                List<String> written =
                        WrittenNames.of(keys == null ? context.findKeySerializer(key, null) : keys, key, context);
                if (written == null) {
                    node.opaque(type);
                } else {
                    names = written;
                }
            }
        }

        @Override
        public void valueFormat(@Nullable JsonFormatVisitable values, JavaType value) {
            Place any = node.place.field(FieldPath.ANY);
            Verdict said = any.verdict();
            Spot free = node.spot.field(FieldPath.ANY);
            paths.add(free.path());
            if (names.isEmpty()) {
                visit(getContext(), values, value, part(free, any, said == null ? Verdict.KEEP : said));
            }
            for (String name : names) {
                Place place = node.place.field(name);
                Place.Rule everywhere = book.anywhere(name);
                if (everywhere != null) {
                    used.add(everywhere);
                }
                Verdict judged = book.judge(place, name, null, node.isFree());
                boolean dropped = judged.match().isSurerThan(Harmless.upToAsScalar(value));
                Verdict verdict = judged.named() && !dropped ? Verdict.KEEP : judged;
                Spot spot = node.spot.field(name);
                Wholes wholes =
                        wholes(getContext(), values == null ? getContext().findValueSerializer(value) : values, value);
                verdict = wholes.judge(verdict, node.isFree());
                found(spot, verdict, wholes);
                visit(getContext(), values, value, part(spot, place, verdict));
            }
        }

        private Node part(Spot spot, Place place, Verdict verdict) {
            return new Node(spot, place, node.around, verdict, node.isFree());
        }
    }

    /** The fields of a type. */
    private final class Fields extends JsonObjectFormatVisitor.Base {
        private final Node node;
        private final JavaType owner;
        private final List<Class<?>> around;

        Fields(SerializationContext context, Node node, JavaType type) {
            super(context);
            this.node = node;
            this.owner = type;
            this.around = new ArrayList<>(node.around);
            this.around.add(type.getRawClass());
        }

        @Override
        public void optionalProperty(BeanProperty property) {
            property(property);
        }

        @Override
        public void property(BeanProperty property) {
            String name = property.getName();
            Spot spot = node.spot.field(name);
            Place place = node.place.field(name);
            Place.Rule everywhere = book.anywhere(name);
            if (everywhere != null) {
                used.add(everywhere);
            }
            Verdict said = book.judge(place, name, book.known(property), node.isFree());
            boolean writes = property instanceof BeanPropertyWriter;
            ValueSerializer<?> serializer = writes ? ((BeanPropertyWriter) property).getSerializer() : null;
            JavaType declared = writes ? ((BeanPropertyWriter) property).getSerializationType() : null;
            JavaType type = declared == null ? property.getType() : declared;
            SerializationContext context = getContext();
            AnnotatedMember member = property.getMember();
            if (member != null && !new Transparency(context).shows(member)) {
                found(spot, said, Wholes.NONE);
                Node part = new Node(spot, place, around, said, node.isFree());
                part.setContext(context);
                part.opaque(type);
                return;
            }
            ValueSerializer<?> writer =
                    serializer == null ? context.findPrimaryPropertySerializer(type, property) : serializer;
            Wholes wholes = wholes(context, writer, type);
            Verdict verdict = wholes.judge(said, node.isFree());
            found(spot, verdict, said.equals(verdict) ? Wholes.NONE : wholes);
            Node part = new Node(spot, place, around, verdict, node.isFree());
            visit(context, writer, type, part);
            if (verdict.kind() == Verdict.Kind.DROP && !verdict.named()) {
                needed.problem(owner, spot.path(), name, type, Form.of(writer, type, context))
                        .ifPresent(problems::add);
            }
        }
    }
}
