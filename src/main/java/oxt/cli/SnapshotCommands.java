package oxt.cli;

import java.util.List;
import oxt.api.SnapshotRow;
import oxt.client.Reply;
import oxt.client.Request;

/** The commands that begin with {@code oxt vm snapshot}. */
final class SnapshotCommands {
    static final Option.Flag KILL =
            new Option.Flag("--kill", "", "Where the VM runs, end it at once, and go back.");

    private SnapshotCommands() {}

    static Branch.Group group() {
        return new Branch.Group(
                "snapshot", "Keep what a VM is, and go back to it.", SnapshotCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(create(), list(), revert(), remove());
    }

    private static Branch.Command create() {
        return new Branch.Command(
                "create",
                "Keep a VM's disks and, where it runs or is saved, its memory.",
                "A VM that runs is paused meanwhile. Settings are not part of a snapshot.",
                List.of(Argument.vm(), name("What to call it.")),
                Commands.changing(),
                List.of("oxt vm snapshot create work before-upgrade"),
                (words, around) -> run("", Request.Method.POST, words, around));
    }

    private static Branch.Command list() {
        return new Branch.Command(
                "list",
                "List a VM's snapshots.",
                "",
                List.of(Argument.vm()),
                Commands.reading(Option.NAMES),
                List.of("oxt vm snapshot list work"),
                SnapshotCommands::list);
    }

    private static Branch.Command revert() {
        return new Branch.Command(
                "revert",
                "Make a VM again what it was at a snapshot.",
                "What it was since is lost. Where the snapshot has its memory, the VM is saved then,"
                        + " and oxt vm start goes on from there.",
                List.of(Argument.vm(), name("The snapshot.")),
                Commands.changing(KILL),
                List.of(
                        "oxt vm snapshot revert work before-upgrade",
                        "oxt vm snapshot revert work before-upgrade --kill"),
                (words, around) -> run("revert", Request.Method.POST, words, around));
    }

    private static Branch.Command remove() {
        return new Branch.Command(
                "remove",
                "Remove a snapshot; the VM stays what it is.",
                "",
                List.of(Argument.vm(), name("The snapshot.")),
                Commands.changing(),
                List.of("oxt vm snapshot remove work before-upgrade"),
                (words, around) -> run("", Request.Method.DELETE, words, around));
    }

    private static Argument name(String description) {
        return new Argument("SNAPSHOT", Argument.Count.ONE, description, new Completion.Nothing());
    }

    private static Exit run(
            String change, Request.Method method, Words words, Surroundings around) {
        Target target = Target.vm(words.first()).then("snapshots").then(words.rest().getFirst());
        if (!change.isEmpty()) {
            target = target.then(change);
        }
        Work.target(words, target);
        if (words.has(KILL)) {
            target.query("if-it-runs", "kill");
        }
        return Work.of(words, around, List.of(Request.of(method, target.toString())));
    }

    private static Exit list(Words words, Surroundings around) {
        Target target = Target.vm(words.first()).then("snapshots");
        Reply reply = around.daemon().ask(Request.get(target.toString()));
        if (around.isJson()) {
            around.out().line(reply.text());
            return Exit.DONE;
        }
        List<SnapshotRow> rows = Daemon.read(reply, SnapshotRow.LIST);
        if (words.has(Option.NAMES)) {
            rows.forEach(row -> around.out().line(row.name().text()));
            return Exit.DONE;
        }
        if (rows.isEmpty()) {
            around.out().line("There is no snapshot of " + Harmless.line(words.first()) + ".");
            return Exit.DONE;
        }
        Table table = Table.of("SNAPSHOT", "TAKEN", "MEMORY");
        for (SnapshotRow row : rows) {
            table.row(
                    Table.Cell.of(row.name().text()),
                    Table.Cell.of(LocalTime.text(row.taken())),
                    Table.Cell.of(VmTable.word(row.memory())));
        }
        table.print(around.out());
        return Exit.DONE;
    }
}
