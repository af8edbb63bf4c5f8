package oxt.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oxt.model.Place;
import oxt.model.Problem;

/** The values that were read of a record's document, by their keys. */
public final class Fields<R> {
    private final Node.Mapping mapping;
    private final Problems problems;
    private final Map<String, Object> values = new HashMap<>();

    Fields(Node.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    <T> void put(Key<R, T> key, T value) {
        values.put(key.name(), value);
    }

    /** The value, or what its absence means. */
    public <T> T of(Key<R, T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalArgumentException(key.name() + " may be absent"));
    }

    /** The value, or nothing where the key is not there. */
    @SuppressWarnings("unchecked") // put() is the only way in
    public <T> Optional<T> find(Key<R, T> key) {
        Object value = values.get(key.name());
        return value == null ? whenAbsent(key) : Optional.of((T) value);
    }

    private <T> Optional<T> whenAbsent(Key<R, T> key) {
        return switch (key.absence()) {
            case Key.Absence.Means<T>(var standard) -> Optional.of(standard);
            case Key.Absence.Refused<T> _, Key.Absence.Says<T> _ -> Optional.empty();
        };
    }

    /** Whether the document has the key. */
    public boolean has(Key<R, ?> key) {
        return mapping.find(key.name()).isPresent();
    }

    /** Where the key's value is, or the whole record where the key is not there. */
    public Place place(Key<R, ?> key) {
        return mapping.find(key.name()).map(Node::place).orElse(mapping.place());
    }

    /** Where an item of the key's list is. */
    public Place place(Key<R, ?> key, int item) {
        return mapping.find(key.name())
                .filter(Node.Sequence.class::isInstance)
                .map(Node.Sequence.class::cast)
                .map(list -> list.items().get(item).place())
                .orElseGet(() -> place(key));
    }

    public void refuse(Problem problem) {
        problems.add(problem);
    }

    /** Whether a rule can ask for the key: its value was read, or its absence means something. */
    boolean isRead(Key<R, ?> key) {
        return values.containsKey(key.name())
                || !has(key) && !(key.absence() instanceof Key.Absence.Refused<?>);
    }
}
