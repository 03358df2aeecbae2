package dev.larder.codec;

import tools.jackson.databind.ObjectMapper;

/** How JSON's objects, lists, texts and numbers become bytes. */
enum JsonEncoding {

    /** As text (RFC 8259). */
    JSON("json") {
        @Override
        ObjectMapper within(JsonLimits limits) {
            return JsonMappers.within(limits);
        }
    },

    /** In binary (RFC 8949), by a library that need not be there. */
    CBOR("cbor") {
        @Override
        ObjectMapper within(JsonLimits limits) {
            try {
                return CborMappers.within(limits);
            } catch (LinkageError e) {
                throw new IllegalStateException(
                        "CBOR needs tools.jackson.dataformat:jackson-dataformat-cbor in the version of"
                                + " tools.jackson.core:jackson-databind, which is not there: add it, or use JSON.",
                        e);
            }
        }
    };

    private final String format;

    JsonEncoding(String format) {
        this.format = format;
    }

    /** Its name in entries. */
    String format() {
        return format;
    }

    /** The mapper within these limits. */
    abstract ObjectMapper within(JsonLimits limits);
}
