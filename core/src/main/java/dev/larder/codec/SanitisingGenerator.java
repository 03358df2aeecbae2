package dev.larder.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.JavaType;

/**
 * Applies the rules of a cache to what is written, field by field, whatever serialiser writes it: properties of types, keys of
 * maps, trees, raw JSON. Used for one value.
 *
 * <p>The name of a field is held back until its value shows what is to be done.
 */
@SuppressWarnings("ReferenceEquality") // a frame is itself
final class SanitisingGenerator extends ValueFilter {

    /**
     * An object or array that is being written.
     *
     * @param step what it is called in what is around it; null for a wrapper, which is no step
     * @param free whether it is inside of something that was allowed as a whole
     */
    private record Frame(
            @Nullable Frame outer, Place place, @Nullable String step, boolean array, boolean free) {}

    private static final int DEEPEST_LEFT_OUT = 1_000;
    private static final int MOST_NAMED = 20;

    private final RuleBook book;

    /** Whether what is dropped is written empty where it can be, for types that cannot be made without it. */
    private final boolean empties;

    private @Nullable Frame frame;

    // Of the value to come.
    private Place place;
    private Verdict verdict = Verdict.KEEP;
    private @Nullable String heldName;
    private @Nullable String step;
    private boolean primitive;
    private @Nullable JavaType read;
    private boolean elementNamed;
    private RuleBook.@Nullable Known announced;

    /** What the value to come is written as, from the outside in. */
    private final Deque<RuleBook.Whole> wholes = new ArrayDeque<>(2);

    /** Depth inside of what is left out. */
    private int leftOut;

    private boolean writingType;
    private @Nullable Frame outsideOfType;

    private boolean changed;
    private boolean dropped;
    private final Set<String> missing;

    SanitisingGenerator(JsonGenerator target, RuleBook book, boolean empties) {
        super(target);
        this.book = book;
        this.empties = empties;
        this.missing = empties ? new TreeSet<>() : Set.of();
        this.place = book.root();
    }

    /** Whether anything was written otherwise than it was. */
    boolean changed() {
        return changed;
    }

    /** Whether anything was left out. */
    boolean dropped() {
        return dropped;
    }

    /**
     * The paths of what was dropped while {@code empties}. They hold names of fields only: a key of a map, which may be personal data, is {@code
     * *}.
     */
    Set<String> missing() {
        return missing;
    }

    /** Says what is known of the field whose name comes next; null takes it back. */
    void announce(RuleBook.@Nullable Known known) {
        announced = known;
    }

    /** Says that the next value is a field of a type whose fields are written without names, in an array. */
    void announceElement(String name, RuleBook.Known known) {
        if (leftOut == 0 && frame != null) {
            announced = known;
            judge(frame, name);
            heldName = null;
            elementNamed = true;
        }
    }

    /** Says that the next value is written as one member of it. */
    void announceWhole(RuleBook.Whole whole) {
        if (leftOut == 0) {
            wholes.add(whole);
        }
    }

    /** Says that the next name is a key that is written as one member of it. */
    void announceKey(RuleBook.Whole whole) {
        boolean judged = leftOut == 0 && (frame == null || !frame.free);
        if (judged && !book.judge(Verdict.KEEP, whole, true).stays()) {
            throw new StreamWriteException(this, "a map has keys that are " + Wholes.noKey(whole.name()));
        }
    }

    private void judge(Frame within, String name) {
        RuleBook.Known known = announced;
        announced = null;
        step = known == null ? FieldPath.ANY : name;
        place = within.place.field(name);
        verdict = book.judge(place, name, known, within.free);
        primitive = known != null && known.primitive();
        read = known == null ? null : known.read();
    }

    private void requireListed() {
        if (verdict.kind() == Verdict.Kind.REFUSE) {
            throw new StreamWriteException(
                    this,
                    "a field that looks like personal data is neither dropped, masked, hashed nor allowed"
                            + " (settings: personal-data, drop-fields, mask-fields, hash-fields, allow-fields;"
                            + " a path such as **.email holds at any depth)");
        }
    }

    @Override
    public JsonGenerator writeName(String name) {
        Frame within = frame;
        if (leftOut > 0 || within == null) {
            announced = null;
            return this;
        }
        if (writingType) {
            place = within.place;
            step = null;
            verdict = Verdict.KEEP;
            delegate.writeName(name);
            return this;
        }
        judge(within, name);
        heldName = name;
        return this;
    }

    @Override
    boolean passes(Shape shape, @Nullable String text) {
        if (leftOut > 0) {
            return false;
        }
        take();
        if (verdict.stays()) {
            releaseName();
            return true;
        }
        if (verdict.named() && !verdict.match().isSurerThan(harmless(shape))) {
            releaseName();
            return true;
        }
        boolean absent = shape == Shape.NULL;
        changed |= !absent;
        if (verdict.needsText() && (absent || text != null)) {
            releaseName();
            if (absent) {
                return true;
            }
            delegate.writeString(book.replace(text == null ? "" : text, verdict));
        } else {
            leaveOut(shape);
        }
        return false;
    }

    /** The same as of the types that are written so. */
    private static NameList.Match harmless(Shape shape) {
        return switch (shape) {
            case BOOLEAN, FRACTION -> NameList.Match.SECRET;
            case NUMBER -> NameList.Match.TOKEN;
            case TEXT, BINARY, NULL, OTHER -> NameList.Match.NONE;
        };
    }

    /** Finds out what is to be done with the value to come, if no name has told. */
    private void take() {
        Frame within = frame;
        if (elementNamed) {
            elementNamed = false;
        } else if (within != null && within.array) {
            boolean wrapper = writingType && within != outsideOfType;
            place = wrapper ? within.place : within.place.element();
            step = wrapper ? null : FieldPath.ELEMENT;
            Verdict said = place.verdict();
            verdict = wrapper || said == null ? Verdict.KEEP : said;
            primitive = false;
            read = null;
            heldName = null;
        }
        if (!wholes.isEmpty()) {
            takeWholes();
        }
        requireListed();
    }

    /** The wrapper of a type's name is no text: what needs one waits for the value in it. */
    private void takeWholes() {
        Verdict judged = verdict;
        for (RuleBook.Whole whole : wholes) {
            judged = book.judge(judged, whole, frame != null && frame.free);
        }
        if (!writingType || !judged.needsText()) {
            verdict = judged;
            wholes.clear();
        }
    }

    private void releaseName() {
        if (heldName != null) {
            delegate.writeName(heldName);
            heldName = null;
        }
    }

    private void leaveOut(Shape shape) {
        drop();
        boolean filled = primitive || empties && hasEmptyForm(shape);
        if (heldName == null || filled) {
            releaseName();
            writeEmpty(filled ? shape : Shape.NULL);
        }
        heldName = null;
    }

    private boolean hasEmptyForm(Shape shape) {
        return switch (shape) {
            case TEXT -> hasEmptyForm(Form.TEXT);
            case NUMBER, FRACTION -> hasEmptyForm(Form.NUMBER);
            case BOOLEAN -> hasEmptyForm(Form.BOOLEAN);
            case BINARY, NULL -> true;
            case OTHER -> false;
        };
    }

    private boolean hasEmptyForm(String form) {
        return read == null || book.empties().has(read, form);
    }

    private void drop() {
        dropped = true;
        if (empties && missing.size() < MOST_NAMED) {
            missing.add(path(path(frame), step));
        }
    }

    private static String path(@Nullable Frame frame) {
        return frame == null ? "" : path(path(frame.outer), frame.step);
    }

    private static String path(String outer, @Nullable String step) {
        if (step == null) {
            return outer;
        }
        return step.equals(FieldPath.ELEMENT) ? FieldPath.element(outer) : FieldPath.field(outer, step);
    }

    private void writeEmpty(Shape shape) {
        switch (shape) {
            case TEXT -> delegate.writeString(primitive ? "\0" : "");
            case NUMBER, FRACTION -> delegate.writeNumber(0);
            case BOOLEAN -> delegate.writeBoolean(false);
            case BINARY -> delegate.writeBinary(new byte[0]);
            case NULL, OTHER -> delegate.writeNull();
        }
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object forValue) {
        if (starts(false)) {
            delegate.writeStartObject(forValue);
        }
        return this;
    }

    @Override
    public JsonGenerator writeStartArray(@Nullable Object forValue) {
        if (starts(true)) {
            delegate.writeStartArray(forValue);
        }
        return this;
    }

    private boolean starts(boolean array) {
        if (leftOut > 0) {
            if (++leftOut > DEEPEST_LEFT_OUT) {
                throw new StreamWriteException(
                        this,
                        "what is dropped is nested deeper than " + DEEPEST_LEFT_OUT + " levels; is it in a circle?");
            }
            return false;
        }
        take();
        if (verdict.stays()) {
            releaseName();
            boolean free = verdict.kind() == Verdict.Kind.ALLOW || frame != null && frame.free;
            frame = new Frame(frame, place, step, array, free);
            return true;
        }
        changed = true;
        if (empties && hasEmptyForm(array ? Form.ARRAY : Form.OBJECT)) {
            drop();
            releaseName();
            if (array) {
                delegate.writeStartArray().writeEndArray();
            } else {
                delegate.writeStartObject().writeEndObject();
            }
        } else {
            leaveOut(Shape.OTHER);
        }
        leftOut = 1;
        return false;
    }

    @Override
    public JsonGenerator writeEndObject() {
        if (ends()) {
            delegate.writeEndObject();
        }
        return this;
    }

    @Override
    public JsonGenerator writeEndArray() {
        if (ends()) {
            delegate.writeEndArray();
        }
        return this;
    }

    private boolean ends() {
        if (leftOut > 0) {
            leftOut--;
            return false;
        }
        frame = frame == null ? null : frame.outer;
        return true;
    }

    /** What a type's name is wrapped in is no step of a path, and the name no field. */
    @Override
    public WritableTypeId writeTypePrefix(WritableTypeId type) {
        boolean before = writingType;
        Frame outsideBefore = outsideOfType;
        writingType = true;
        outsideOfType = frame;
        try {
            return super.writeTypePrefix(type);
        } finally {
            writingType = before;
            outsideOfType = outsideBefore;
        }
    }

    /** Nobody sees the value that is left out. */
    @Override
    public void assignCurrentValue(@Nullable Object value) {
        if (leftOut == 0) {
            delegate.assignCurrentValue(value);
        }
    }
}
