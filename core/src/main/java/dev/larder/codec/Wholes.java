package dev.larder.codec;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.ser.jackson.JsonValueSerializer;

/**
 * The members that values of a type are written as in place of their fields, from the outside in: mostly none, sometimes one.
 *
 * @param open whether a subclass may be written as another member
 */
record Wholes(
        List<RuleBook.Whole> all, boolean open, @Nullable RuleBook book) {

    static final Wholes NONE = new Wholes(List.of(), false, null);

    static Wholes of(SerializationContext context, JsonFormatVisitable serializer, JavaType type, RuleBook book) {
        List<RuleBook.Whole> all = new ArrayList<>(0);
        boolean open = false;
        Set<JavaType> asked = new HashSet<>();
        JsonFormatVisitable at = serializer;
        JavaType of = type;
        while (asked.add(of)) {
            if (of.isReferenceType()) {
                of = of.getReferencedType();
            } else {
                ValueMember member = at instanceof JsonValueSerializer
                        ? ValueMember.of(context.introspectBeanDescription(of))
                        : null;
                if (member == null) {
                    break;
                }
                open |= !Modifier.isFinal(of.getRawClass().getModifiers());
                all.add(book.whole(member));
                of = member.type();
            }
            at = context.findValueSerializer(of);
        }
        return all.isEmpty() ? NONE : new Wholes(all, open, book);
    }

    static Wholes ofKey(SerializationContext context, JavaType key, RuleBook book) {
        ValueMember member = ValueMember.ofKey(context.introspectBeanDescription(key));
        return member == null ? NONE : new Wholes(List.of(book.whole(member)), false, book);
    }

    Stream<String> names() {
        return all.stream().map(RuleBook.Whole::name);
    }

    /** What is done to a value, if its place says this. */
    Verdict judge(Verdict said, boolean free) {
        Verdict verdict = said;
        for (RuleBook.Whole whole : all) {
            verdict = book == null ? verdict : book.judge(verdict, whole, free);
        }
        return verdict;
    }

    /** What a place that is not listed is called; a whole value has no path but that of its member. */
    String called(String path) {
        if (all.isEmpty()) {
            return path;
        }
        String name = all.get(all.size() - 1).name();
        return path.isEmpty() ? FieldPath.ANYWHERE + name : path + " (its " + name + ")";
    }

    /** Why a key cannot be written as its member. */
    String noKey() {
        return noKey(all.get(0).name());
    }

    static String noKey(String name) {
        return "written as their " + name
                + ", which is not to be stored as it is, and keys are; make it a list of entries"
                + " with named fields, or drop or allow the map (settings: drop-fields, allow-fields)";
    }

    /** Why a value cannot be dropped as a whole. */
    static String nothingLeft(JavaType type) {
        return "a " + type.toCanonical() + " is written as one member of it, which is dropped, and nothing is left to"
                + " store; mask or hash that member by @Sensitive, let it stay (setting: allow-fields, by **. and its"
                + " name), or cache a type with fields";
    }
}
