package oxt.cli;

import java.util.List;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.SeatReply;
import oxt.api.SeatRow;
import oxt.client.Reply;
import oxt.client.Request;

/** The commands that begin with {@code oxt seat}. */
final class SeatCommands {

    private SeatCommands() {}

    static Branch.Group group() {
        return new Branch.Group(
                "seat", "Whom this host's keyboard and pointer belong to.", SeatCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "show",
                        "Show which VM has the focus, and which slot and colour each one has.",
                        "What is typed at a screen goes to the VM in focus and to no other. The"
                                + " attention chord always leads back to the console.",
                        List.of(),
                        Commands.reading(),
                        List.of("oxt seat show"),
                        SeatCommands::show),
                new Branch.Command(
                        "focus",
                        "Give a VM the focus.",
                        "",
                        List.of(Argument.vm()),
                        Commands.reading(),
                        List.of("oxt seat focus work"),
                        SeatCommands::focus),
                change("console", "Take the focus from every VM.", "focus"),
                change("lock", "Take the focus from every VM until the seat is unlocked.", "lock"),
                change("unlock", "Let VMs have the focus again.", "unlock"));
    }

    private static Branch.Command change(String name, String summary, String word) {
        return new Branch.Command(
                name,
                summary,
                "",
                List.of(),
                Commands.reading(),
                List.of("oxt seat " + name),
                (_, around) -> {
                    Request request = Request.of(Request.Method.POST, "/v1/seat/" + word);
                    return print(word.equals("focus") ? request.with(document()) : request, around);
                });
    }

    private static Exit show(Words words, Surroundings around) {
        return print(Request.get("/v1/seat"), around);
    }

    private static Exit focus(Words words, Surroundings around) {
        // Whether it is a name is for the daemon to say.
        Request.Body on = document(Node.entry("vm", words.first()));
        return print(Request.of(Request.Method.POST, "/v1/seat/focus").with(on), around);
    }

    private static Request.Body document(Node.Entry... entries) {
        return new Request.Body.Json(Json.write(Node.mapping(entries)));
    }

    private static Exit print(Request request, Surroundings around) {
        Reply reply = around.daemon().ask(request);
        Output out = around.out();
        if (around.isJson()) {
            out.line(reply.text());
            return Exit.DONE;
        }
        SeatReply seat = Daemon.read(reply, SeatReply.SHAPE);
        String focus = seat.vm().map(vm -> "VM " + vm).orElse("the console");
        out.line(
                seat.lock() == SeatReply.Lock.LOCKED
                        ? "The seat is locked."
                        : "What is typed goes to " + focus + ".");
        out.line(
                seat.slots()
                        + "+1 to "
                        + seat.slots()
                        + "+9 choose a slot, "
                        + seat.console()
                        + " and "
                        + seat.attention()
                        + " the console.");
        Table table = Table.of("SLOT", "NAME", "COLOUR", "STATE");
        for (SeatRow row : seat.vms()) {
            table.row(
                    Table.Cell.of(row.slot().map(Object::toString).orElse("-")),
                    Table.Cell.of(row.name().text()),
                    Table.Cell.of(row.colour()),
                    Table.Cell.of(VmTable.word(row.state())));
        }
        table.print(out);
        return Exit.DONE;
    }
}
