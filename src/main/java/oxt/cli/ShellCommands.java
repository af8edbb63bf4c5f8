package oxt.cli;

import java.util.List;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The commands about this command line itself. */
final class ShellCommands {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private ShellCommands() {}

    static Branch.Command completion() {
        return new Branch.Command(
                "completion",
                "Print what makes a shell complete oxt's words, and the names of VMs.",
                "",
                List.of(
                        new Argument(
                                "SHELL",
                                Argument.Count.ONE,
                                "bash, zsh or fish.",
                                new Completion.Words(SHELLS))),
                List.of(Option.HELP),
                List.of(
                        "source <(oxt completion bash)",
                        "oxt completion zsh > ~/.zfunc/_oxt",
                        "oxt completion fish > ~/.config/fish/completions/oxt.fish"),
                ShellCommands::complete);
    }

    static Branch.Command help() {
        return new Branch.Command(
                "help",
                "Print the help of a command.",
                "",
                List.of(
                        new Argument(
                                "COMMAND",
                                Argument.Count.ANY,
                                "The command's words.",
                                new Completion.Words(
                                        List.of("vm", "image", "audit", "task", "events")))),
                List.of(Option.HELP),
                List.of("oxt help vm start"),
                ShellCommands::printHelp);
    }

    private static Exit complete(Words words, Surroundings around) {
        String script =
                switch (words.first()) {
                    case "bash" -> BashCompletion.script(Commands.root());
                    case "zsh" -> ZshCompletion.script(Commands.root());
                    case "fish" -> FishCompletion.script(Commands.root());
                    default ->
                            throw new ProblemException(
                                    new Problem.Invalid(
                                            "unknown-shell",
                                            "There is no completion for "
                                                    + Harmless.line(words.first())
                                                    + ".",
                                            "Name bash, zsh or fish."));
                };
        around.out().print(script);
        return Exit.DONE;
    }

    private static Exit printHelp(Words words, Surroundings around) {
        Chosen chosen = Chosen.of(Commands.root(), words.arguments());
        around.out().print(Picocli.help(chosen.path(), chosen.branch()));
        return Exit.DONE;
    }
}
