package dev.larder.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/**
 * Tells which fields a type cannot be made without: those that its constructor or builder takes, that are not optional by what the
 * {@link Schema} goes by, and whose own type has no empty form.
 */
final class Needed {

    private final ObjectMapper mapper;
    private final EmptyForms empties;
    private final Introspection introspection;

    Needed(ObjectMapper mapper, EmptyForms empties) {
        this.empties = empties;
        this.mapper = mapper;
        this.introspection = new Introspection(mapper);
    }

    /**
     * What is wrong with dropping a field, if values can be expected to be refused without it.
     *
     * @param path the path of the field
     * @param form what it is written as, a form of {@link Form}
     */
    Optional<String> problem(JavaType owner, String path, String name, JavaType type, String form) {
        return is(owner, name, form)
                ? Optional.of(path + " is dropped, but a " + owner.toCanonical() + " is not made without it, and a "
                        + type.toCanonical() + " has no empty form to be put there; make it optional (an Optional, or"
                        + " @Nullable), or let it stay (setting: allow-fields)")
                : Optional.empty();
    }

    /** A type that can be made of the empty forms of its other fields needs none. */
    private boolean is(JavaType owner, String name, String form) {
        List<BeanPropertyDefinition> read = introspection.read(owner).findProperties();
        for (BeanPropertyDefinition property : read) {
            if (property.getName().equals(name)) {
                return (property.hasConstructorParameter() || isBuilt(owner))
                        && !isOptional(owner, property)
                        && !hasOwnReader(property)
                        && !form.equals(Form.ANY)
                        && !empties.has(property.getPrimaryType(), form)
                        && !isMadeWithout(owner, read, name);
            }
        }
        return false;
    }

    /** A builder may refuse to make it without any of its properties. */
    private boolean isBuilt(JavaType owner) {
        return introspection.builder(introspection.annotated(owner)) != null;
    }

    private boolean isOptional(JavaType owner, BeanPropertyDefinition property) {
        if (JacksonShapes.isOptional(property)) {
            return true;
        }
        return introspection.written(owner).findProperties().stream()
                .anyMatch(one -> one.getName().equals(property.getName()) && JacksonShapes.isOptional(one));
    }

    private boolean hasOwnReader(BeanPropertyDefinition property) {
        AnnotatedMember member = property.getPrimaryMember();
        return member != null && member.hasAnnotation(JsonDeserialize.class);
    }

    private boolean isMadeWithout(JavaType owner, List<BeanPropertyDefinition> read, String name) {
        Map<String, Object> others = new LinkedHashMap<>();
        for (BeanPropertyDefinition property : read) {
            if (!property.getName().equals(name) && property.couldDeserialize() && !isOptional(owner, property)) {
                String form = form(property.getPrimaryType());
                if (!form.equals(Form.ANY) && empties.has(property.getPrimaryType(), form)) {
                    others.put(property.getName(), EmptyForms.of(form));
                } else if (isBuilt(owner)) {
                    return true; // It may lack this one alone: a builder has its own idea of what is missing.
                }
            }
        }
        return empties.reads(owner, others);
    }

    private String form(JavaType type) {
        try {
            return Form.of(mapper, type);
        } catch (JacksonException e) {
            return Form.ANY;
        }
    }
}
