package oxt.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A word of the command line: one that does something, or one that more follow. */
sealed interface Branch {

    String name();

    /** One sentence. */
    String summary();

    /**
     * A word that more follow.
     *
     * @param branches made only when this group is the chosen one, as most are not
     */
    record Group(String name, String summary, Supplier<List<Branch>> branches) implements Branch {
        Optional<Branch> branch(String word) {
            for (Branch branch : branches.get()) {
                if (branch.name().equals(word)) {
                    return Optional.of(branch);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A word that does something.
     *
     * @param more a second paragraph of the help, or an empty text
     * @param examples whole lines to type
     */
    record Command(
            String name,
            String summary,
            String more,
            List<Argument> arguments,
            List<Option> options,
            List<String> examples,
            Act act)
            implements Branch {
        public Command {
            arguments = List.copyOf(arguments);
            options = List.copyOf(options);
            examples = List.copyOf(examples);
        }
    }
}
