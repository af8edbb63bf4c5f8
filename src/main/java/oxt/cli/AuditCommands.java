package oxt.cli;

import java.util.List;
import oxt.api.AuditReply;
import oxt.api.AuditVerdictReply;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.model.Problem;

/** The commands that begin with {@code oxt audit}. */
final class AuditCommands {
    static final Option.Valued AFTER =
            new Option.Valued(
                    "--after", "", "N", "Only what came after number N.", new Completion.Nothing());

    private AuditCommands() {}

    static Branch.Group group() {
        return new Branch.Group("audit", "The log of who changed what.", AuditCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "list",
                        "List who changed what, the oldest first.",
                        "",
                        List.of(),
                        Commands.reading(AFTER),
                        List.of("oxt audit list", "oxt audit list --after 100"),
                        AuditCommands::list),
                new Branch.Command(
                        "verify",
                        "Check that no entry of the log was altered or taken out.",
                        "Keep the hash it prints elsewhere: it vouches for all entries up to now.",
                        List.of(),
                        Commands.reading(),
                        List.of("oxt audit verify"),
                        AuditCommands::verify));
    }

    /** The daemon gives a thousand entries at a time; the next request goes on behind the last. */
    private static Exit list(Words words, Surroundings around) {
        Table table = Table.of("NUMBER", "TIME", "USER", "WHAT", "OBJECT", "OUTCOME");
        String begin = Whole.number(AFTER, words.value(AFTER).orElse("0"));
        String after = begin;
        while (true) {
            Target target = Target.of("/v1/audit").query("after", after);
            Reply reply = around.daemon().ask(Request.get(target.toString()));
            List<AuditReply> entries = Daemon.read(reply, AuditReply.LIST);
            if (around.isJson() && (!entries.isEmpty() || after.equals(begin))) {
                around.out().line(reply.text());
            }
            if (entries.isEmpty()) {
                break;
            }
            entries.forEach(entry -> table.row(row(entry)));
            after = Long.toString(entries.getLast().sequence());
        }
        if (!around.isJson()) {
            table.print(around.out());
        }
        return Exit.DONE;
    }

    private static Table.Cell[] row(AuditReply entry) {
        return new Table.Cell[] {
            Table.Cell.of(Long.toString(entry.sequence())),
            Table.Cell.of(LocalTime.text(entry.instant())),
            Table.Cell.of(entry.user()),
            Table.Cell.of(entry.what()),
            Table.Cell.of(entry.object()),
            Table.Cell.of(entry.outcome())
        };
    }

    private static Exit verify(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/audit/verify"));
        AuditVerdictReply verdict = Daemon.read(reply, AuditVerdictReply.shape());
        if (around.isJson()) {
            around.out().line(reply.text());
        }
        return switch (verdict) {
            case AuditVerdictReply.Intact(var entries, var hash) -> {
                if (!around.isJson()) {
                    around.out().line("The audit log is intact: " + entries + " entries.");
                    around.out().line("Hash of the last: " + Harmless.line(hash));
                }
                yield Exit.DONE;
            }
            case AuditVerdictReply.Broken(var sequence, var why) -> {
                Problem problem =
                        new Problem.Failed(
                                "audit-log-broken",
                                "The audit log is broken at entry " + sequence + ": " + why,
                                "Nothing after it can be trusted. Keep a copy of the daemon's"
                                        + " state, and find out who could write to it.");
                if (!around.isJson()) {
                    new ProblemText(around).print(List.of(problem));
                }
                yield ProblemText.exit(problem);
            }
        };
    }
}
