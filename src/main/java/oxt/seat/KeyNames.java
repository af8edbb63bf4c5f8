package oxt.seat;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What keys are called in chords, where they are, and which symbols viewers send for them.
 *
 * <p>A guest maps a symbol to a position itself. Every symbol that QEMU's standard map has for a
 * modifier or for Delete is here, so that none of them passes under another name.
 */
final class KeyNames {
    private static final Map<String, Set<Integer>> POSITIONS = positions();
    private static final Map<Integer, Integer> SYMBOLS = symbols();

    private KeyNames() {}

    /** Where the keys of this name are: some names are on two. */
    static Optional<Set<Integer>> positions(String name) {
        return Optional.ofNullable(POSITIONS.get(name));
    }

    static Collection<String> all() {
        return new TreeSet<>(POSITIONS.keySet());
    }

    /** Where the key is that writes this on a keyboard like most. */
    static Optional<Integer> position(int symbol) {
        return Optional.ofNullable(SYMBOLS.get(symbol));
    }

    private static Map<String, Set<Integer>> positions() {
        Map<String, Set<Integer>> positions = new LinkedHashMap<>();
        row(positions, "1234567890", 0x02);
        row(positions, "qwertyuiop", 0x10);
        row(positions, "asdfghjkl", 0x1e);
        row(positions, "zxcvbnm", 0x2c);
        for (int number = 1; number <= 10; number++) {
            positions.put("f" + number, Set.of(0x3a + number));
        }
        positions.put("f11", Set.of(0x57));
        positions.put("f12", Set.of(0x58));
        positions.put("escape", Set.of(0x01));
        positions.put("backspace", Set.of(0x0e));
        positions.put("tab", Set.of(0x0f));
        positions.put("enter", Set.of(0x1c, 0x9c));
        positions.put("space", Set.of(0x39));
        // Guests take the number pad's as well.
        positions.put("delete", Set.of(0xd3, 0x53));
        positions.put("insert", Set.of(0xd2, 0x52));
        positions.put("home", Set.of(0xc7, 0x47));
        positions.put("end", Set.of(0xcf, 0x4f));
        positions.put("pause", Set.of(0xc6));
        return positions;
    }

    private static void row(Map<String, Set<Integer>> positions, String names, int first) {
        for (int index = 0; index < names.length(); index++) {
            positions.put(names.substring(index, index + 1), Set.of(first + index));
        }
    }

    private static Map<Integer, Integer> symbols() {
        Map<Integer, Integer> symbols = new HashMap<>();
        for (String name : POSITIONS.keySet()) {
            if (name.length() == 1) {
                symbols.put((int) name.charAt(0), POSITIONS.get(name).iterator().next());
            }
        }
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            symbols.put((int) letter, symbols.get((int) Character.toLowerCase(letter)));
        }
        for (int number = 1; number <= 10; number++) {
            symbols.put(0xffbd + number, 0x3a + number);
        }
        int[][] others = {
            {0xffc8, 0x57}, // F11
            {0xffc9, 0x58}, // F12
            {0xff1b, 0x01}, // Escape
            {0xff08, 0x0e}, // BackSpace
            {0xff09, 0x0f}, // Tab
            {0xff0d, 0x1c}, // Return
            {0xff8d, 0x9c}, // KP_Enter
            {0x0020, 0x39}, // space
            {0xffff, 0xd3}, // Delete
            {0xff9f, 0x53}, // KP_Delete
            {0xffae, 0x53}, // KP_Decimal
            {0xffac, 0x53}, // KP_Separator
            {0xff63, 0xd2}, // Insert
            {0xff9e, 0x52}, // KP_Insert
            {0xff50, 0xc7}, // Home
            {0xff95, 0x47}, // KP_Home
            {0xff57, 0xcf}, // End
            {0xff9c, 0x4f}, // KP_End
            {0xff13, 0xc6}, // Pause
            {0xffe3, 0x1d}, // Control_L
            {0xffe4, 0x9d}, // Control_R
            {0xffe1, 0x2a}, // Shift_L
            {0xffe2, 0x36}, // Shift_R
            {0xffe9, 0x38}, // Alt_L
            {0xffe7, 0x38}, // Meta_L
            {0xffea, 0xb8}, // Alt_R
            {0xffe8, 0xb8}, // Meta_R
            {0xfe03, 0xb8}, // ISO_Level3_Shift
            {0xff7e, 0xb8}, // Mode_switch
            {0xffeb, 0xdb}, // Super_L
            {0xffec, 0xdc}, // Super_R
        };
        for (int[] other : others) {
            symbols.put(other[0], other[1]);
        }
        return symbols;
    }
}
