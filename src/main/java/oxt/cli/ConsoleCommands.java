package oxt.cli;

import java.util.List;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.client.HttpClient;
import oxt.client.Reply;
import oxt.client.Request;
import oxt.client.SocketPath;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * The commands that begin with {@code oxt console}: the web console, which runs beside the daemon.
 */
final class ConsoleCommands {
    private static final Completion ROLES =
            new Completion.Words(List.of("view", "operate", "administer"));

    private static final Option.Valued ROLE =
            new Option.Valued(
                    "--role",
                    "",
                    "ROLE",
                    "view: see everything; operate: also start, stop and type; administer: all.",
                    ROLES);

    private static final Argument PERSON =
            new Argument(
                    "NAME", Argument.Count.ONE, "The person's name.", new Completion.Nothing());

    private ConsoleCommands() {}

    static Branch.Group group() {
        return new Branch.Group(
                "console",
                "The web console: links, and who may log in.",
                ConsoleCommands::branches);
    }

    private static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "link",
                        "Print an address that logs a browser in, once.",
                        "It is good for ten minutes. Without --role it is an administrator's.",
                        List.of(),
                        List.of(ROLE, Option.JSON, Option.NO_COLOUR, Option.HELP),
                        List.of("oxt console link", "oxt console link --role view"),
                        ConsoleCommands::link),
                new Branch.Group(
                        "user", "Who may log in by password.", ConsoleCommands::userBranches));
    }

    private static List<Branch> userBranches() {
        return List.of(
                new Branch.Command(
                        "list",
                        "List who may log in.",
                        "",
                        List.of(),
                        Commands.reading(),
                        List.of("oxt console user list"),
                        ConsoleCommands::list),
                new Branch.Command(
                        "add",
                        "Let somebody log in, or change their password and role.",
                        "The password is asked for; from a program it is the first line of the"
                                + " input. Without --role the person may view.",
                        List.of(PERSON),
                        List.of(ROLE, Option.JSON, Option.NO_COLOUR, Option.HELP),
                        List.of("oxt console user add alice --role operate"),
                        ConsoleCommands::add),
                new Branch.Command(
                        "remove",
                        "Let somebody log in no more; their sessions end.",
                        "",
                        List.of(PERSON),
                        List.of(Option.JSON, Option.NO_COLOUR, Option.HELP),
                        List.of("oxt console user remove alice"),
                        ConsoleCommands::remove));
    }

    private static Exit link(Words words, Surroundings around) {
        String user = around.variable("USER").orElse("somebody").replaceAll("[^a-z0-9._-]", "");
        Reply reply =
                ask(
                        around,
                        post(
                                "/v1/links",
                                Node.entry(
                                        "name", user.matches("[a-z].{0,31}") ? user : "somebody"),
                                Node.entry("role", words.value(ROLE).orElse("administer"))));
        around.out().line(around.isJson() ? reply.text() : text(mapping(reply), "link"));
        return Exit.DONE;
    }

    private static Exit list(Words words, Surroundings around) {
        Reply reply = ask(around, Request.get("/v1/people"));
        if (around.isJson()) {
            around.out().line(reply.text());
            return Exit.DONE;
        }
        Table table = Table.of("NAME", "ROLE");
        if (mapping(reply).find("people").orElse(null) instanceof Node.Sequence people) {
            for (Node each : people.items()) {
                if (each instanceof Node.Mapping person) {
                    table.row(
                            Table.Cell.of(text(person, "name")),
                            Table.Cell.of(text(person, "role")));
                }
            }
        }
        table.print(around.out());
        return Exit.DONE;
    }

    private static Exit add(Words words, Surroundings around) {
        String password = HiddenLine.twice(around);
        Reply reply =
                ask(
                        around,
                        post(
                                "/v1/people",
                                Node.entry("name", words.first()),
                                Node.entry("role", words.value(ROLE).orElse("view")),
                                Node.entry("password", password)));
        around.out().print(around.isJson() ? reply.text() : "");
        return Exit.DONE;
    }

    private static Exit remove(Words words, Surroundings around) {
        Reply reply = ask(around, post("/v1/people/remove", Node.entry("name", words.first())));
        around.out().print(around.isJson() ? reply.text() : "");
        return Exit.DONE;
    }

    private static Request post(String path, Node.Entry... entries) {
        return Request.of(Request.Method.POST, path)
                .with(new Request.Body.Json(Json.write(Node.mapping(entries))));
    }

    private static Reply ask(Surroundings around, Request request) {
        try {
            var socket = SocketPath.ofConsole(around.environment());
            return new Daemon(new HttpClient(socket)).ask(request);
        } catch (ProblemException problem) {
            String code = problem.problems().getFirst().code();
            if (code.equals("daemon-not-running") || code.equals("daemon-not-listening")) {
                throw new ProblemException(
                        new Problem.Failed(
                                "console-not-running",
                                "The web console does not run.",
                                "Start it: systemctl start oxt-console, or ./oxt-console in a"
                                        + " checkout."));
            }
            throw problem;
        }
    }

    private static Node.Mapping mapping(Reply reply) {
        return Json.read(reply.text(), Bounds.REPLY).orThrow() instanceof Node.Mapping mapping
                ? mapping
                : Node.mapping();
    }

    private static String text(Node.Mapping mapping, String key) {
        return mapping.find(key).orElse(null) instanceof Node.Text(var text, _)
                ? Harmless.line(text)
                : "";
    }
}
