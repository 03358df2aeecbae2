package dev.larder.tck;

import dev.larder.LarderEvent;
import dev.larder.LarderListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event for tests to look at. */
public final class Events implements LarderListener {

    private final List<LarderEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(LarderEvent event) {
        events.add(event);
    }

    /** Returns the events of one kind so far, in order. */
    public <E extends LarderEvent> List<E> of(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
