package oxt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.api.Nearest;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * The branch that some words lead to.
 *
 * @param path the words that led there, with the program's name: {@code oxt vm start}
 * @param rest the words behind it
 */
record Chosen(String path, Branch branch, List<String> rest) {

    /** Options that stand before the command belong to it: {@code oxt --json vm list}. */
    static Chosen of(Branch.Group root, List<String> words) {
        List<String> early = new ArrayList<>();
        String path = root.name();
        Branch branch = root;
        int at = 0;
        while (at < words.size() && branch instanceof Branch.Group group) {
            String word = words.get(at++);
            if (word.startsWith("-")) {
                early.add(word);
                continue;
            }
            Optional<Branch> next = group.branch(word);
            if (next.isEmpty()) {
                throw new ProblemException(unknown(root, path, group, word));
            }
            branch = next.get();
            path = path + " " + word;
        }
        early.addAll(words.subList(at, words.size()));
        return new Chosen(path, branch, early);
    }

    private static Problem unknown(
            Branch.Group root, String path, Branch.Group group, String word) {
        return new Problem.Invalid(
                "unknown-command",
                "There is no command " + path + " " + Harmless.line(word) + ".",
                Nearest.of(word, names(group))
                        .or(() -> elsewhere(root, word))
                        .map(near -> near.startsWith(root.name()) ? near : path + " " + near)
                        .map(near -> "Did you mean " + near + "? See: " + path + " --help")
                        .orElse("See: " + path + " --help"));
    }

    /** A word that is right, but in another group: {@code oxt start} for {@code oxt vm start}. */
    private static Optional<String> elsewhere(Branch.Group root, String word) {
        for (Branch branch : root.branches().get()) {
            if (branch instanceof Branch.Group group) {
                Optional<String> near = Nearest.of(word, names(group));
                if (near.isPresent()) {
                    return near.map(name -> root.name() + " " + group.name() + " " + name);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> names(Branch.Group group) {
        return group.branches().get().stream().map(Branch::name).toList();
    }
}
