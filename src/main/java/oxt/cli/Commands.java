package oxt.cli;

import java.util.ArrayList;
import java.util.List;

/** Every word of the command line, from the first on. */
final class Commands {
    static final String VERSION = "oxt 8.0.0";

    private Commands() {}

    static Branch.Group root() {
        return new Branch.Group(
                "oxt",
                "Runs virtual machines, each part of a person's work in one of its own.",
                Commands::branches);
    }

    private static List<Branch> branches() {
        return List.of(
                VmCommands.group(),
                SeatCommands.group(),
                ImageCommands.group(),
                HostCommands.host(),
                PciCommands.group(),
                LaunchCommands.group(),
                VerifyCommand.command(),
                EventCommands.events(),
                AuditCommands.group(),
                TaskCommands.group(),
                ConsoleCommands.group(),
                HostCommands.doctor(),
                ShellCommands.completion(),
                ShellCommands.help());
    }

    /** The options of a command that changes nothing. */
    static List<Option> reading(Option... own) {
        return with(List.of(own), Option.JSON, Option.NO_COLOUR, Option.HELP);
    }

    /** The options of a command that prints one thing, and JSON if anything. */
    static List<Option> plain(Option... own) {
        return with(List.of(own), Option.NO_COLOUR, Option.HELP);
    }

    /** The options of a command that has the daemon do something. */
    static List<Option> changing(Option... own) {
        return with(
                List.of(own),
                Option.PLAN,
                Option.NO_WAIT,
                Option.JSON,
                Option.NO_COLOUR,
                Option.HELP);
    }

    /** The options of work that is one step, of which a plan would say nothing. */
    static List<Option> making() {
        return List.of(Option.NO_WAIT, Option.JSON, Option.NO_COLOUR, Option.HELP);
    }

    private static List<Option> with(List<Option> own, Option... common) {
        List<Option> all = new ArrayList<>(own);
        all.addAll(List.of(common));
        return all;
    }
}
