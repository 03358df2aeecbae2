package dev.larder.codec;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/** The configuration of {@link JsonMappers} for CBOR; the one class that needs its library, and shows nothing of it. */
final class CborMappers {

    private static final CBORMapper DEFAULT = create(JsonLimits.DEFAULT);

    private CborMappers() {}

    /** The mapper within these limits; the default one is shared. */
    static ObjectMapper within(JsonLimits limits) {
        return limits.equals(JsonLimits.DEFAULT) ? DEFAULT : create(limits);
    }

    private static CBORMapper create(JsonLimits limits) {
        CBORFactory factory = CBORFactory.builder()
                .streamReadConstraints(JsonMappers.reading(limits))
                .streamWriteConstraints(JsonMappers.writing(limits))
                .build();
        return JsonMappers.build(CBORMapper.builder(factory), limits);
    }
}
