package dev.larder.codec;

/**
 * What a part of a type is called.
 *
 * @param path the path that rules name it by
 * @param where the same, with the subtypes that lead there
 */
record Spot(String path, String where) {

    Spot field(String name) {
        return new Spot(FieldPath.field(path, name), FieldPath.field(where, name));
    }

    Spot element() {
        return new Spot(FieldPath.element(path), FieldPath.element(where));
    }

    Spot as(Class<?> subtype) {
        return new Spot(path, where + "(" + subtype.getSimpleName() + ")");
    }
}
