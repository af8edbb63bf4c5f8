package oxt.cli;

import java.io.IOException;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A line that the terminal does not show while it is typed: a password. */
final class HiddenLine {
    private HiddenLine() {}

    /** From a program's input it is its next line; nothing where there is none. */
    static Optional<String> ask(String question, Surroundings around) {
        if (!around.canAsk()) {
            return around.ask("");
        }
        Thread shown = Thread.ofPlatform().unstarted(() -> show("echo"));
        Runtime.getRuntime().addShutdownHook(shown);
        try {
            show("-echo");
            return around.ask(question);
        } finally {
            show("echo");
            Runtime.getRuntime().removeShutdownHook(shown);
            around.err().line("");
        }
    }

    /** A password that is to be kept: a person types it twice. */
    static String twice(Surroundings around) {
        String password = ask("Password:", around).orElse("");
        if (around.canAsk() && !ask("Again:", around).orElse("").equals(password)) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "passwords-differ",
                            "The two passwords are not the same.",
                            "Type the same one twice."));
        }
        return password;
    }

    private static void show(String word) {
        try {
            String _ = Terminal.stty(word);
        } catch (IOException _) {
            // There is no terminal: nothing is shown anyway.
        }
    }
}
