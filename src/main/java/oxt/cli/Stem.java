package oxt.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A group with the words that lead to it.
 *
 * @param path without the program's name: {@code vm snapshot}
 */
record Stem(String path, Branch.Group group) {

    /** Every group below this one, each after the one that it is in. */
    static List<Stem> all(Branch.Group root) {
        List<Stem> stems = new ArrayList<>();
        collect("", root, stems);
        return stems;
    }

    private static void collect(String before, Branch.Group group, List<Stem> stems) {
        for (Branch branch : group.branches().get()) {
            if (branch instanceof Branch.Group inner) {
                String path = before.isEmpty() ? inner.name() : before + " " + inner.name();
                stems.add(new Stem(path, inner));
                collect(path, inner, stems);
            }
        }
    }
}
