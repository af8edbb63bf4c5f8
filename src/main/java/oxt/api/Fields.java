package oxt.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import oxt.model.Place;
import oxt.model.Problem;

/** The values that were read of a record's document, by their keys. */
public final class Fields<R> {
    private final Place place;
    private final Problems problems;
    private final Map<String, Integer> positions;
    private final @Nullable Node[] nodes;
    private final @Nullable Object[] values;

    /**
     * @param positions of the keys, by their names
     */
    Fields(Place place, Map<String, Integer> positions, Problems problems) {
        this.place = place;
        this.positions = positions;
        this.problems = problems;
        this.nodes = new Node[positions.size()];
        this.values = new Object[positions.size()];
    }

    void put(int position, Node node) {
        nodes[position] = node;
    }

    void put(int position, Object value) {
        values[position] = value;
    }

    /** The value, or what its absence means. */
    public <T> T of(Key<R, T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalArgumentException(key.name() + " may be absent"));
    }

    /** The value, or nothing where the key is not there. */
    @SuppressWarnings("unchecked") // The key's own shape read it.
    public <T> Optional<T> find(Key<R, T> key) {
        Object value = values[position(key)];
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
        return nodes[position(key)] != null;
    }

    /** Where the key's value is, or the whole record where the key is not there. */
    public Place place(Key<R, ?> key) {
        Node node = nodes[position(key)];
        return node == null ? place : node.place();
    }

    /** Where an item of the key's list is. */
    public Place place(Key<R, ?> key, int item) {
        return nodes[position(key)] instanceof Node.Sequence(var items, _)
                ? items.get(item).place()
                : place(key);
    }

    public void refuse(Problem problem) {
        problems.add(problem);
    }

    /** Whether a rule can ask for the key: its value was read, or its absence means something. */
    boolean isRead(Key<R, ?> key) {
        return values[position(key)] != null
                || !has(key) && !(key.absence() instanceof Key.Absence.Refused<?>);
    }

    private int position(Key<R, ?> key) {
        Integer position = positions.get(key.name());
        if (position == null) {
            throw new IllegalArgumentException(key.name() + " is not a key of this record");
        }
        return position;
    }
}
