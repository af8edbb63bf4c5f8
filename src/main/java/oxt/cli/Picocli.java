package oxt.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oxt.api.Nearest;
import oxt.model.Problem;
import oxt.model.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses the words of a command and prints its help, by the library for that.
 *
 * <p>Only the chosen command is ever built: all of them would cost 100 ms of each start.
 */
final class Picocli {
    private static final int COLUMNS = 80;

    private Picocli() {}

    /**
     * The words as this command understands them.
     *
     * @param path the command's own words: {@code oxt vm start}
     */
    static Words parse(String path, Branch.Command command, List<String> words) {
        if (words.isEmpty() && command.arguments().stream().noneMatch(Argument::isRequired)) {
            // Nothing to parse, as for oxt vm list: the library's own start costs 20 ms.
            return new Words(List.of(), Map.of());
        }
        CommandSpec spec = spec(path, command);
        try {
            ParseResult result = new CommandLine(spec).parseArgs(words.toArray(new String[0]));
            return words(command, result);
        } catch (UnmatchedArgumentException e) {
            throw unknown(path, command, e.getUnmatched().getFirst());
        } catch (MissingParameterException e) {
            throw missing(path, command, e);
        } catch (ParameterException e) {
            throw usage(path, path + ": " + e.getMessage() + ".", "");
        }
    }

    static String help(String path, Branch branch) {
        CommandSpec spec =
                switch (branch) {
                    case Branch.Command command -> spec(path, command);
                    case Branch.Group group -> spec(path, group);
                };
        spec.usageMessage().width(COLUMNS);
        StringWriter text = new StringWriter();
        new CommandLine(spec).usage(new PrintWriter(text), Ansi.OFF);
        return text.toString();
    }

    private static CommandSpec spec(String path, Branch.Command command) {
        CommandSpec spec = CommandSpec.create().name(path);
        for (Option option : command.options()) {
            spec.addOption(spec(option));
        }
        int index = 0;
        for (Argument argument : command.arguments()) {
            spec.addPositional(spec(argument, index++));
        }
        List<String> description = new ArrayList<>(lines(command.summary()));
        if (!command.more().isEmpty()) {
            description.add("");
            description.addAll(lines(command.more()));
        }
        description.add("");
        spec.usageMessage()
                .synopsisHeading("Use: ")
                .description(description.toArray(new String[0]))
                .sortOptions(false)
                .sortSynopsis(false)
                .footerHeading(command.examples().size() == 1 ? "%nExample:%n" : "%nExamples:%n")
                .footer(command.examples().stream().map("  "::concat).toArray(String[]::new));
        return spec;
    }

    /** Cut at spaces only: the library would also cut disks.data.mode in two. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() >= COLUMNS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static OptionSpec spec(Option option) {
        OptionSpec.Builder builder =
                option.letter().isEmpty()
                        ? OptionSpec.builder(option.name())
                        : OptionSpec.builder(option.letter(), option.name());
        builder.description(option.description());
        return option.label().isEmpty()
                ? builder.type(boolean.class).arity("0").build()
                : builder.type(String.class).arity("1").paramLabel(option.label()).build();
    }

    private static PositionalParamSpec spec(Argument argument, int index) {
        boolean isMany =
                switch (argument.count()) {
                    case ONE, OPTIONAL -> false;
                    case SOME, ANY -> true;
                };
        return PositionalParamSpec.builder()
                .paramLabel(argument.label())
                .index(isMany ? index + "..*" : Integer.toString(index))
                .arity(argument.count().arity())
                .required(argument.isRequired())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(argument.description())
                .build();
    }

    private static CommandSpec spec(String path, Branch.Group group) {
        CommandSpec spec = CommandSpec.create().name(path);
        spec.usageMessage()
                .synopsisHeading("Use: ")
                .customSynopsis(path + " COMMAND ...")
                .description(lines(group.summary()).toArray(new String[0]))
                .commandListHeading("%nCommands:%n")
                .footerHeading("%n")
                .footer(path + " COMMAND --help says more, with examples.");
        for (Branch branch : group.branches().get()) {
            CommandSpec part = CommandSpec.create();
            part.usageMessage().description(branch.summary());
            spec.addSubcommand(branch.name(), part);
        }
        return spec;
    }

    private static Words words(Branch.Command command, ParseResult result) {
        Map<String, String> options = new HashMap<>();
        for (Option option : command.options()) {
            if (result.hasMatchedOption(option.name())) {
                options.put(
                        option.name(),
                        option.label().isEmpty()
                                ? ""
                                : result.matchedOptionValue(option.name(), ""));
            }
        }
        List<String> arguments = new ArrayList<>();
        for (PositionalParamSpec positional : result.matchedPositionals()) {
            arguments.addAll(positional.originalStringValues());
        }
        return new Words(List.copyOf(arguments), options);
    }

    private static ProblemException unknown(String path, Branch.Command command, String word) {
        if (!word.startsWith("-")) {
            return usage(path, path + " takes no further word " + word + ".", "Leave it out. ");
        }
        List<String> known = command.options().stream().map(Option::name).toList();
        return usage(
                path,
                path + " has no option " + word + ".",
                Nearest.of(word, known).map(near -> "Did you mean " + near + "? ").orElse(""));
    }

    private static ProblemException missing(
            String path, Branch.Command command, MissingParameterException e) {
        String message = String.valueOf(e.getMessage());
        for (Argument argument : command.arguments()) {
            if (argument.isRequired() && message.contains(argument.label())) {
                return usage(
                        path,
                        path + " needs " + argument.label() + ": " + argument.description(),
                        "");
            }
        }
        return usage(path, path + ": " + message + ".", "");
    }

    private static ProblemException usage(String path, String what, String first) {
        return new ProblemException(
                new Problem.Invalid("usage", what, first + "See: " + path + " --help"));
    }
}
