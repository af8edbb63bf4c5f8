package oxt.seat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oxt.model.VmId;

/**
 * What one viewer's keyboard and pointer are like.
 *
 * @param held keys that are down, whoever got them
 * @param with those that its VM has been told of, as they were struck
 * @param pointer where its VM was last told that the pointer is
 */
record Source(
        VmId vm, Set<Key> held, Map<Key, Input.Keystroke> with, Optional<Input.Pointer> pointer) {
    /** Nobody has so many fingers; what goes down beyond them is not taken. */
    static final int MOST_HELD = 32;

    Source {
        held = Set.copyOf(held);
        with = Map.copyOf(with);
    }

    static Source begin(VmId vm) {
        return new Source(vm, Set.of(), Map.of(), Optional.empty());
    }

    boolean takesMore(Key key) {
        return held.contains(key) || held.size() < MOST_HELD;
    }

    Source down(Key key) {
        Set<Key> now = new HashSet<>(held);
        now.add(key);
        return new Source(vm, now, with, pointer);
    }

    Source told(Input.Keystroke stroke) {
        Map<Key, Input.Keystroke> now = new LinkedHashMap<>(with);
        now.put(stroke.key(), stroke);
        return new Source(vm, held, now, pointer);
    }

    Source told(Input.Pointer now) {
        return new Source(vm, held, with, Optional.of(now));
    }

    Source up(Key key) {
        Set<Key> nowHeld = new HashSet<>(held);
        nowHeld.remove(key);
        Map<Key, Input.Keystroke> nowWith = new LinkedHashMap<>(with);
        nowWith.remove(key);
        return new Source(vm, nowHeld, nowWith, pointer);
    }

    /** What its VM is told when it loses the focus: nothing is down any more. */
    List<Input> releases() {
        List<Input> releases = new ArrayList<>();
        with.values().forEach(stroke -> releases.add(stroke.up()));
        pointer.filter(last -> last.buttons() != 0)
                .ifPresent(last -> releases.add(last.released()));
        return releases;
    }

    /** After that: what is down is so for nobody, until it comes up and goes down again. */
    Source released() {
        return new Source(vm, held, Map.of(), Optional.empty());
    }
}
