package dev.larder.codec;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;

/** Tells which types can be read from what is written in place of a value: an empty text, 0, {@code false}, [], {}. */
final class EmptyForms {

    private record Asked(JavaType type, String form) {}

    private final ObjectMapper mapper;
    private final Map<Asked, Boolean> known = new ConcurrentHashMap<>();

    EmptyForms(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Whether a type has one; form is one of {@link Form}. */
    boolean has(JavaType type, String form) {
        Asked asked = new Asked(type, form);
        Boolean answer = known.get(asked);
        if (answer == null) {
            answer = reads(type, of(form));
            known.put(asked, answer);
        }
        return answer;
    }

    /** What is written as a form. */
    static Object of(String form) {
        return switch (form) {
            case Form.TEXT -> "";
            case Form.NUMBER, Form.INTEGER -> 0;
            case Form.BOOLEAN -> false;
            case Form.ARRAY -> List.of();
            default -> Map.of();
        };
    }

    /** Whether something can be read as a value of a type; whatever a constructor throws says that it cannot. */
    boolean reads(JavaType type, Object written) {
        try {
            return mapper.readerFor(type).readValue(mapper.writeValueAsBytes(written)) != null;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
