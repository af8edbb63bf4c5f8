package oxt.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A command with the words that lead to it.
 *
 * @param path without the program's name: {@code vm start}
 */
record Leaf(String path, Branch.Command command) {

    /** Every command, in the order of the help. */
    static List<Leaf> all(Branch.Group root) {
        List<Leaf> leaves = new ArrayList<>();
        for (Branch branch : root.branches().get()) {
            collect("", branch, leaves);
        }
        return leaves;
    }

    private static void collect(String before, Branch branch, List<Leaf> leaves) {
        String path = before.isEmpty() ? branch.name() : before + " " + branch.name();
        switch (branch) {
            case Branch.Command command -> leaves.add(new Leaf(path, command));
            case Branch.Group group ->
                    group.branches().get().forEach(each -> collect(path, each, leaves));
        }
    }

    /** What stands where the last argument does; files are the shell's own business. */
    Completion completion() {
        return command.arguments().isEmpty()
                ? new Completion.Nothing()
                : command.arguments().getFirst().completion();
    }
}
