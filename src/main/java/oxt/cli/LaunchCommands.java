package oxt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.LaunchChange;
import oxt.api.LaunchLogReply;
import oxt.api.LaunchRegister;
import oxt.api.LaunchStatusReply;
import oxt.api.Node;
import oxt.api.PolicyDocument;
import oxt.api.Yaml;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The commands that begin with {@code oxt launch}. */
final class LaunchCommands {
    private static final Option.Flag YAML =
            new Option.Flag(
                    "--yaml", "", "Print a file's log as tpm2_eventlog of tpm2-tools does.");
    private static final String PROVEN = "proven";

    private LaunchCommands() {}

    static Branch.Group group() {
        return new Branch.Group(
                "launch",
                "What a machine's boot measured, and what is sealed to it.",
                LaunchCommands::branches);
    }

    private static List<Branch> branches() {
        List<Branch> branches = new ArrayList<>(ofLogs());
        branches.addAll(SecretCommands.branches());
        branches.addAll(RehearsalCommands.branches());
        branches.addAll(EvidenceCommands.branches());
        return branches;
    }

    private static List<Branch> ofLogs() {
        return List.of(
                new Branch.Command(
                        "status",
                        "Say what measured this boot, and what that proves.",
                        "A register is proven when the boot's log, or the kernel's list of files,"
                                + " leads to what it holds; unproven when not, so that nothing said"
                                + " of it may be used; untouched when nothing was measured into it.",
                        List.of(),
                        Commands.reading(),
                        List.of("oxt launch status"),
                        LaunchCommands::status),
                new Branch.Command(
                        "log",
                        "Show a boot's event log: what was measured into which register.",
                        "Without a file: this machine's, compared with its TPM's registers. Of a"
                                + " register that the log does not lead to nothing is proven. A"
                                + " mark in COVERED says that the digest covers what WHAT says; of"
                                + " other entries it is only what the log's writer claims.",
                        List.of(
                                new Argument(
                                        "FILE",
                                        Argument.Count.OPTIONAL,
                                        "A log, as the kernel has it in binary_bios_measurements.",
                                        new Completion.Files())),
                        Commands.reading(YAML),
                        List.of("oxt launch log", "oxt launch log binary_bios_measurements"),
                        LaunchCommands::log),
                new Branch.Command(
                        "diff",
                        "Show what was measured otherwise in another boot.",
                        "By event, not by register: the kernel changed, its command line did not.",
                        List.of(
                                Argument.file("The log of the first boot."),
                                new Argument(
                                        "OTHER",
                                        Argument.Count.ONE,
                                        "The log of the second boot.",
                                        new Completion.Files())),
                        Commands.reading(),
                        List.of("oxt launch diff before after"),
                        LaunchCommands::diff),
                new Branch.Command(
                        "policy",
                        "Make the policy that allows one boot, by event; edit it from there.",
                        "Without a file: of this machine's boot, of which only proven registers"
                                + " are judged. With one: of a log that is known to be good. See"
                                + " docs/reference/evidence.md.",
                        List.of(
                                new Argument(
                                        "FILE",
                                        Argument.Count.OPTIONAL,
                                        "A log, as the kernel has it in binary_bios_measurements.",
                                        new Completion.Files())),
                        Commands.reading(),
                        List.of("oxt launch policy > policy.yaml"),
                        LaunchCommands::policy));
    }

    private static Exit status(Words words, Surroundings around) {
        Reply reply = around.daemon().ask(Request.get("/v1/launch/status"));
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        LaunchStatusReply status = Daemon.read(reply, LaunchStatusReply.SHAPE);
        Table.ofPairs()
                .pair("measured by", status.measurer())
                .pair("Secure Boot", status.secureBoot())
                .pair("bank", status.bank())
                .print(out);
        out.line("");
        if (!status.registers().isEmpty()) {
            Table table = Table.of("PCR", "STANDING", "WHAT IS MEASURED INTO IT");
            status.registers().forEach(register -> table.row(row(register)));
            table.print(out);
            out.line("");
        }
        status.findings().forEach(finding -> HostCommands.print(finding, out));
        return Exit.DONE;
    }

    private static Table.Cell[] row(LaunchRegister register) {
        Style style =
                switch (register.standing()) {
                    case PROVEN -> Style.GREEN;
                    case "unproven" -> Style.YELLOW;
                    default -> Style.PLAIN;
                };
        return new Table.Cell[] {
            Table.Cell.of(Integer.toString(register.pcr())),
            new Table.Cell(register.standing(), style),
            Table.Cell.of(register.holds())
        };
    }

    private static Exit log(Words words, Surroundings around) {
        Output out = around.out();
        if (words.has(YAML)) {
            if (words.arguments().isEmpty()) {
                throw new ProblemException(
                        new Problem.Invalid(
                                "file-needed",
                                "--yaml is for a log in a file.",
                                "Name one: oxt launch log --yaml"
                                        + " /sys/kernel/security/tpm0/binary_bios_measurements"));
            }
            out.print(LaunchLogReply.yaml(bytes(words.first(), around)).orThrow());
            return Exit.DONE;
        }
        LaunchLogReply log =
                words.arguments().isEmpty()
                        ? Daemon.read(
                                around.daemon().ask(Request.get("/v1/launch/log")),
                                LaunchLogReply.SHAPE)
                        : LaunchLogReply.read(bytes(words.first(), around)).orThrow();
        if (around.isJson()) {
            out.line(Json.write(LaunchLogReply.SHAPE.write(log)));
            return Exit.DONE;
        }
        events(log).print(out);
        registers(log, out);
        return Exit.DONE;
    }

    private static Table events(LaunchLogReply log) {
        Table table = Table.of("NUMBER", "PCR", "COVERED", "EVENT", "WHAT");
        for (LaunchLogReply.Event event : log.events()) {
            table.row(
                    Table.Cell.of(Integer.toString(event.number())),
                    Table.Cell.of(event.pcr().map(String::valueOf).orElse("-")),
                    Table.Cell.of(event.covered() && event.pcr().isPresent() ? "yes" : "-"),
                    Table.Cell.of(event.type()),
                    Table.Cell.of(event.text()));
        }
        return table;
    }

    private static void registers(LaunchLogReply log, Output out) {
        out.line("");
        if (log.registers().isEmpty()) {
            out.line(
                    "Nothing of this is proven: there are no registers of a TPM to compare it"
                            + " with.");
            return;
        }
        out.line("Proven by the " + log.bank() + " registers: " + standing(log, PROVEN) + ".");
        String unproven = standing(log, "unproven");
        if (!unproven.equals("none")) {
            out.line(
                    "The log does not lead to these, and nothing it says of them may be used: "
                            + unproven
                            + ".");
        }
    }

    private static String standing(LaunchLogReply log, String standing) {
        String registers =
                log.registers().stream()
                        .filter(register -> register.standing().equals(standing))
                        .map(register -> Integer.toString(register.pcr()))
                        .collect(Collectors.joining(" "));
        return registers.isEmpty() ? "none" : registers;
    }

    private static Exit policy(Words words, Surroundings around) {
        Node policy =
                words.arguments().isEmpty()
                        ? Json.read(
                                        around.daemon()
                                                .ask(Request.get("/v1/launch/policy"))
                                                .text(),
                                        Bounds.REPLY)
                                .orThrow()
                        : PolicyDocument.nodeOfLog(bytes(words.first(), around)).orThrow();
        if (around.isJson()) {
            around.out().line(Json.write(policy));
        } else {
            around.out().print(Yaml.write(policy));
        }
        return Exit.DONE;
    }

    private static Exit diff(Words words, Surroundings around) {
        byte[] before = bytes(words.first(), around);
        byte[] after = bytes(words.rest().getFirst(), around);
        List<LaunchChange> changes = LaunchChange.between(before, after).orThrow();
        Output out = around.out();
        if (around.isJson()) {
            out.line(Json.write(LaunchChange.LIST.write(changes)));
            return Exit.DONE;
        }
        if (changes.isEmpty()) {
            out.line("Both boots measured the same.");
            return Exit.DONE;
        }
        Table table = Table.of("PCR", "HOW", "EVENT", "BEFORE", "AFTER");
        for (LaunchChange change : changes) {
            boolean same = change.before().equals(change.after());
            table.row(
                    Table.Cell.of(Integer.toString(change.pcr())),
                    Table.Cell.of(change.how()),
                    Table.Cell.of(change.type()),
                    Table.Cell.of(change.before().orElse("-")),
                    Table.Cell.of(
                            same
                                    ? "the same name, with another digest"
                                    : change.after().orElse("-")));
        }
        table.print(out);
        return Exit.DONE;
    }

    /** One byte more than a log may have, so that its reader finds it too large. */
    private static byte[] bytes(String name, Surroundings around) {
        return DocumentFile.bytes(
                around.folder().resolve(name), LaunchLogReply.LARGEST_LOG + 1, "an event log");
    }
}
