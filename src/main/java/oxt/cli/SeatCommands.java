package oxt.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.SeatReply;
import oxt.api.SeatRow;
import oxt.client.Reply;
import oxt.client.Request;

/** The commands that begin with {@code oxt seat}. */
final class SeatCommands {

    private static final Option.Valued LOCK_AFTER =
            new Option.Valued(
                    "--lock-after",
                    "",
                    "TIME",
                    "How long nobody types or points until the seat locks itself, as 60s or 2min"
                            + " (default: 10min).",
                    new Completion.Nothing());
    private static final Option.Flag NEVER =
            new Option.Flag("--never", "", "The seat does not lock itself.");
    private static final Option.Flag REMOVE =
            new Option.Flag("--remove", "", "Nobody is asked any more.");

    private static final String PASSWORD = "/v1/seat/password";

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
                new Branch.Command(
                        "unlock",
                        "Let VMs have the focus again.",
                        "Asks for the seat's password, where it has one. After a wrong one the seat"
                                + " takes none for a second, then twice as long each time.",
                        List.of(),
                        Commands.reading(),
                        List.of("oxt seat unlock"),
                        SeatCommands::unlock),
                new Branch.Command(
                        "password",
                        "Have whoever unlocks the seat asked for a password.",
                        "The seat then also locks itself when nobody has typed or pointed for a"
                                + " while, and is locked when the daemon starts.",
                        List.of(),
                        Commands.reading(LOCK_AFTER, NEVER, REMOVE),
                        List.of(
                                "oxt seat password",
                                "oxt seat password --lock-after 2min",
                                "oxt seat password --remove"),
                        SeatCommands::password));
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

    private static Exit unlock(Words words, Surroundings around) {
        Request request = Request.of(Request.Method.POST, "/v1/seat/unlock");
        SeatReply seat = around.daemon().ask(Request.get("/v1/seat"), SeatReply.SHAPE);
        return print(
                seat.unlock() == SeatReply.Unlock.PASSWORD
                        ? request.with(typed(HiddenLine.ask("Password:", around).orElse("")))
                        : request,
                around);
    }

    private static Exit password(Words words, Surroundings around) {
        if (words.has(REMOVE)) {
            return print(Request.of(Request.Method.DELETE, PASSWORD), around);
        }
        String query =
                words.value(LOCK_AFTER)
                        .map(text -> "?lock-after-seconds=" + VmPower.seconds(LOCK_AFTER, text))
                        .orElse(words.has(NEVER) ? "?lock-after-seconds=0" : "");
        Request request = Request.of(Request.Method.PUT, PASSWORD + query);
        return print(request.with(typed(HiddenLine.twice(around))), around);
    }

    /** Bytes as they are: each is one character. */
    private static Request.Body typed(String password) {
        return new Request.Body.Typed(
                new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
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
