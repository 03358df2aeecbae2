package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The one configuration of Jackson: a value comes back as it was, and no input chooses a class. */
final class JsonMappers {

    private static final JsonMapper DEFAULT = create(JsonLimits.DEFAULT);

    private JsonMappers() {}

    /** The mapper within these limits; the default one is shared. */
    static JsonMapper within(JsonLimits limits) {
        return limits.equals(JsonLimits.DEFAULT) ? DEFAULT : create(limits);
    }

    private static JsonMapper create(JsonLimits limits) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(reading(limits))
                .streamWriteConstraints(writing(limits))
                .build();
        return build(JsonMapper.builder(factory), limits);
    }

    /** What the limits mean for a parser. */
    static StreamReadConstraints reading(JsonLimits limits) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(limits.maxNestingDepth())
                .maxStringLength(limits.maxStringLength())
                .maxNameLength(limits.maxStringLength())
                .maxNumberLength(limits.maxNumberLength())
                .maxDocumentLength(limits.maxDocumentLength())
                .build();
    }

    /** What the limits mean for a generator. */
    static StreamWriteConstraints writing(JsonLimits limits) {
        return StreamWriteConstraints.builder()
                .maxNestingDepth(limits.maxNestingDepth())
                .build();
    }

    /** The mapper of any encoding, with the settings that all of them have. */
    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M build(B builder, JsonLimits limits) {
        return builder.addModule(new SimpleModule("larder-limits")
                        .setDeserializers(new NoTree())
                        .setSerializerModifier(new BoundedNumbers(limits)))
                .annotationIntrospector(new NoClassNames())
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
                .build();
    }

    /** Refuses annotations that would have the input name a class. */
    private static final class NoClassNames extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
            JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, annotated);
            if (info == null) {
                return null;
            }
            JsonTypeInfo.Id id = info.getIdType();
            if (id == JsonTypeInfo.Id.CLASS || id == JsonTypeInfo.Id.MINIMAL_CLASS) {
                throw new IllegalArgumentException("@JsonTypeInfo(use = " + id + ") on " + annotated.getName()
                        + " would let cached bytes choose a class. Use NAME and declare the subtypes.");
            }
            return info;
        }
    }
}
