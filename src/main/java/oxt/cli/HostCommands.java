package oxt.cli;

import java.util.List;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.model.Problem;

/** The commands about this machine. */
final class HostCommands {
    /** Below the name of what was looked at. */
    private static final String INDENT = "         ";

    private HostCommands() {}

    static Branch.Command host() {
        return new Branch.Command(
                "host",
                "Show this machine and what its engine can do.",
                "It says which accelerator runs the guests, and why not another.",
                List.of(),
                Commands.reading(),
                List.of("oxt host"),
                HostCommands::showHost);
    }

    static Branch.Command doctor() {
        return new Branch.Command(
                "doctor",
                "Say what is missing on this machine, and the command that gets it.",
                "",
                List.of(),
                Commands.reading(),
                List.of("oxt doctor"),
                HostCommands::diagnose);
    }

    private static Exit showHost(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/host"));
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        HostReply host = Daemon.read(reply, HostReply.SHAPE);
        Table.ofPairs()
                .pair("name", host.name())
                .pair("oxt", host.version())
                .pair("engine", host.engine())
                .pair("kernel", host.kernel())
                .pair("processors", host.processors() + " of " + host.processor())
                .pair(
                        "memory",
                        Readable.size(host.memory())
                                + ", of which "
                                + Readable.size(host.freeMemory())
                                + " are free for VMs")
                .print(out);
        out.print("\n");
        Table accelerators = Table.of("ACCELERATOR", "USE", "WHY");
        for (HostReply.Accelerator each : host.accelerators()) {
            accelerators.row(
                    Table.Cell.of(each.name()), use(each.use()), Table.Cell.of(each.why()));
        }
        accelerators.print(out);
        out.print("\n");
        Table features = Table.of("FEATURE", "HERE", "WHY NOT");
        for (HostReply.Able each : host.features()) {
            features.row(feature(each));
        }
        features.print(out);
        return Exit.DONE;
    }

    private static Table.Cell use(HostReply.Accelerator.Use use) {
        return switch (use) {
            case USED -> new Table.Cell("used", Style.GREEN);
            case USABLE -> new Table.Cell("usable", Style.PLAIN);
            case UNUSABLE -> new Table.Cell("unusable", Style.RED);
        };
    }

    private static Table.Cell[] feature(HostReply.Able able) {
        Table.Cell name = Table.Cell.of(able.feature());
        return switch (able.answer()) {
            case HostReply.Able.Answer.Yes _ ->
                    new Table.Cell[] {name, new Table.Cell("yes", Style.GREEN), Table.Cell.of("")};
            case HostReply.Able.Answer.No(var why, var remedy) ->
                    new Table.Cell[] {
                        name,
                        new Table.Cell("no", Style.RED),
                        Table.Cell.of(remedy.isEmpty() ? why : why + " " + remedy)
                    };
        };
    }

    private static Exit diagnose(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/doctor"));
        List<Finding> findings = Daemon.read(reply, Finding.LIST);
        if (around.isJson()) {
            around.out().line(reply.text());
        } else {
            findings.forEach(finding -> print(finding, around.out()));
        }
        boolean isWell = findings.stream().noneMatch(f -> f.verdict() == Finding.Verdict.BAD);
        return isWell
                ? Exit.DONE
                : ProblemText.exit(
                        new Problem.Failed(
                                "machine-not-ready",
                                "This machine lacks something that oxt needs.",
                                "Do what oxt doctor says, then run it again."));
    }

    static void print(Finding finding, Output out) {
        String verdict =
                switch (finding.verdict()) {
                    case GOOD -> out.paint(Style.GREEN, "good   ");
                    case WARNING -> out.paint(Style.YELLOW, "warning");
                    case BAD -> out.paint(Style.RED, "bad    ");
                };
        out.line(verdict + "  " + out.paint(Style.BOLD, Harmless.line(finding.check())));
        out.paragraph(INDENT, Style.PLAIN, Harmless.line(finding.what()));
        if (!finding.remedy().isEmpty()) {
            out.paragraph(INDENT, Style.PLAIN, Harmless.line(finding.remedy()));
        }
    }
}
