package oxt.cli;

import java.util.List;
import oxt.api.Json;
import oxt.api.MeasuredDocument;
import oxt.api.MeasuredPartReply;
import oxt.api.MeasurementReply;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.model.Digest;

/** {@code oxt vm measure}. */
final class MeasureCommand {
    static final Option.Flag ACCEPT =
            new Option.Flag(
                    "--accept",
                    "",
                    "Let the VM start from what is there now, and from nothing else; recorded in"
                            + " the audit log.");

    /** As the start that would be denied. */
    private static final Exit REFUSED = new Exit(77);

    private MeasureCommand() {}

    static Branch.Command branch() {
        return new Branch.Command(
                "measure",
                "Show what a VM starts from, and what of it was accepted.",
                "A VM of which something was accepted is a measured one: it starts only from that."
                        + " Exits with 77 where its start would be refused.",
                List.of(Argument.vm()),
                Commands.changing(ACCEPT),
                List.of(
                        "oxt vm measure work",
                        "oxt vm measure work --accept --plan",
                        "oxt vm measure work --accept"),
                MeasureCommand::run);
    }

    private static Exit run(Words words, Surroundings around) {
        Target vm = Target.vm(words.first());
        Exit read =
                Work.before(around, Request.of(Request.Method.POST, vm.then("measure").toString()));
        if (!read.equals(Exit.DONE)) {
            return read;
        }
        Reply reply =
                around.daemon()
                        .ask(Request.get(Target.vm(words.first()).then("measurement").toString()));
        MeasurementReply measurement = Daemon.read(reply, MeasurementReply.SHAPE);
        if (!words.has(ACCEPT)) {
            if (around.isJson()) {
                around.out().line(reply.text());
            } else {
                print(words.first(), measurement, around.out());
            }
            return measurement.measured() && !isAccepted(measurement) ? REFUSED : Exit.DONE;
        }
        if (!around.isJson()) {
            print(words.first(), measurement, around.out());
            around.out().flush();
        }
        Target accept = Work.target(words, Target.vm(words.first()).then("accept"));
        return Work.of(
                words,
                around,
                List.of(
                        Request.of(Request.Method.POST, accept.toString())
                                .with(
                                        new Request.Body.Json(
                                                Json.write(
                                                        MeasuredDocument.SHAPE.write(
                                                                measurement.shown()))))));
    }

    private static boolean isAccepted(MeasurementReply measurement) {
        for (MeasuredPartReply part : measurement.parts()) {
            if (part.standing() != MeasuredPartReply.Standing.ACCEPTED) {
                return false;
            }
        }
        return true;
    }

    private static void print(String vm, MeasurementReply measurement, Output out) {
        if (!measurement.measured()) {
            out.line(
                    "VM "
                            + Harmless.line(vm)
                            + " is not a measured one: it starts with whatever is there.");
        }
        Table table = Table.of("PART", "STANDING", "IS", "ACCEPTED", "FILE");
        for (MeasuredPartReply part : measurement.parts()) {
            table.row(
                    Table.Cell.of(part.part()),
                    standing(part),
                    Table.Cell.of(part.found().map(Digest::text).orElse(part.why())),
                    Table.Cell.of(accepted(part)),
                    Table.Cell.of(part.file()));
        }
        for (MeasurementReply.Unmeasured other : measurement.unmeasured()) {
            table.row(
                    Table.Cell.of(other.what()),
                    new Table.Cell("not measured", Style.DIM),
                    Table.Cell.of(other.why()),
                    Table.Cell.of(""),
                    Table.Cell.of(""));
        }
        table.print(out);
    }

    /** What is the same is not written twice. */
    private static String accepted(MeasuredPartReply part) {
        return part.standing() == MeasuredPartReply.Standing.ACCEPTED
                ? "the same"
                : part.accepted().map(Digest::text).orElse("");
    }

    private static Table.Cell standing(MeasuredPartReply part) {
        String word = VmTable.word(part.standing()).replace('-', ' ');
        return switch (part.standing()) {
            case ACCEPTED -> new Table.Cell(word, Style.GREEN);
            case NOT_ACCEPTED -> new Table.Cell(word, Style.YELLOW);
            case DIFFERS, GONE, UNUSABLE -> new Table.Cell(word, Style.RED);
        };
    }
}
