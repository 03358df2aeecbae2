package dev.larder.codec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field of a value is not to be cached as it is. Stands on record components, fields and getters, and is obeyed
 * by formats that write fields ({@link Serializers#json}); a path in the rules of a cache wins over it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Sensitive {

    /** What is done to the field. */
    Treatment value() default Treatment.DROP;

    /** How many characters a mask keeps at the end of a text that is at least three times as long, 0 to 4. */
    int keeps() default 0;

    /** What is done to a field before its value is stored or answered. */
    enum Treatment {
        /** It is left out. */
        DROP,
        /** A text is replaced by a mask of fixed length. */
        MASK,
        /** A text is replaced by a keyed hash, so that equal ones stay equal. */
        HASH
    }
}
