package oxt.cli;

import java.util.List;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Runs one command line from its words to the exit code. */
final class Program {
    private final Surroundings given;

    Program(Surroundings given) {
        this.given = given;
    }

    Exit run(List<String> words) {
        Surroundings around = given;
        // What stands behind two dashes is somebody else's.
        List<String> ours = before(words, "--");
        if (ours.contains(Option.NO_COLOUR.name())) {
            around = around.withoutColour();
        }
        if (ours.contains(Option.JSON.name())) {
            around = around.asJson();
        }
        try {
            return act(words, around);
        } catch (ProblemException e) {
            return new ProblemText(around).print(e);
        } catch (RuntimeException | AssertionError e) {
            return new ProblemText(around).print(bug(e));
        } finally {
            around.out().flush();
            around.err().flush();
        }
    }

    private Exit act(List<String> words, Surroundings around) {
        Branch.Group root = Commands.root();
        if (words.equals(List.of("--version")) || words.equals(List.of("-V"))) {
            around.out().line(Commands.VERSION);
            return Exit.DONE;
        }
        Chosen chosen = Chosen.of(root, words);
        List<String> rest = before(chosen.rest(), "--");
        if (rest.contains(Option.HELP.name()) || rest.contains("-h")) {
            around.out().print(Picocli.help(chosen.path(), chosen.branch()));
            return Exit.DONE;
        }
        // No switch on patterns on the way of every command: docs/adr/0005.
        if (chosen.branch() instanceof Branch.Command command) {
            Words parsed = Picocli.parse(chosen.path(), command, chosen.rest());
            return command.act().run(parsed, around);
        }
        return unfinished(chosen, around);
    }

    private static List<String> before(List<String> words, String end) {
        int at = words.indexOf(end);
        return at < 0 ? words : words.subList(0, at);
    }

    /** Somebody who types half a command wants to know how it goes on. */
    private static Exit unfinished(Chosen chosen, Surroundings around) {
        if (!chosen.rest().isEmpty()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "usage",
                            chosen.path() + " has no option " + chosen.rest().getFirst() + ".",
                            "See: " + chosen.path() + " --help"));
        }
        around.err().print(Picocli.help(chosen.path(), chosen.branch()));
        return ProblemText.exit(
                new Problem.Invalid("usage", "A command is missing.", "See above."));
    }

    private static ProblemException bug(Throwable cause) {
        return new ProblemException(
                new Problem.Bug(
                        "bug",
                        "oxt itself has gone wrong.",
                        "Report this with what follows, and what you typed."),
                cause);
    }
}
