package oxt.seat;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A key that means something with another one; the left and the right one are the same. */
public enum Modifier {
    CTRL(0x1d, 0x9d),
    ALT(0x38, 0xb8),
    SHIFT(0x2a, 0x36),
    SUPER(0xdb, 0xdc);

    private final int left;
    private final int right;

    Modifier(int left, int right) {
        this.left = left;
        this.right = right;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean has(Key key) {
        return key instanceof Key.At(var position) && (position == left || position == right);
    }

    static Set<Modifier> of(Collection<Key> held) {
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        for (Modifier modifier : values()) {
            if (held.stream().anyMatch(modifier::has)) {
                modifiers.add(modifier);
            }
        }
        return modifiers;
    }
}
