package oxt.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The program {@code oxt}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        System.exit(run(new PrintWriter(System.out, true, System.out.charset()), words));
    }

    private static int run(PrintWriter out, String... words) {
        var spec = CommandSpec.create().name("oxt");
        spec.version("oxt 8.0.0");
        spec.addOption(
                OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .build());
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this help.")
                        .build());
        return new CommandLine(spec).setOut(out).execute(words);
    }
}
