package oxt.cli;

import java.io.IOException;
import java.util.List;
import oxt.api.Bounds;
import oxt.api.EventReply;
import oxt.api.Json;
import oxt.api.Node;
import oxt.client.ReplyStream;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;

/** The command {@code oxt events}. */
final class EventCommands {
    private static final Option.Flag FOLLOW =
            new Option.Flag("--follow", "-f", "Go on with what happens from now on.");

    private EventCommands() {}

    static Branch.Command events() {
        return new Branch.Command(
                "events",
                "List what happened; with --follow, what happens.",
                "Each event has a number; --after N goes on where one was left.",
                List.of(),
                Commands.reading(AuditCommands.AFTER, FOLLOW),
                List.of("oxt events", "oxt events --follow", "oxt events --after 120 --json"),
                EventCommands::print);
    }

    private static Exit print(Words words, Surroundings around) {
        Target target = Target.of("/v1/events");
        words.value(AuditCommands.AFTER)
                .ifPresent(
                        after -> target.query("after", Whole.number(AuditCommands.AFTER, after)));
        if (!words.has(FOLLOW)) {
            target.query("follow", "no");
        }
        try (ReplyStream stream = around.daemon().open(Request.get(target.toString()))) {
            EventStream events = new EventStream(stream);
            for (String json = events.next(); !json.isEmpty(); json = events.next()) {
                print(json, around);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "connection-lost",
                            "The connection to the daemon broke.",
                            "Run it again with --after and the last number."),
                    e);
        }
        return Exit.DONE;
    }

    private static void print(String json, Surroundings around) {
        if (around.isJson()) {
            around.out().line(json).flush();
            return;
        }
        Reading<EventReply> read = Json.read(json, Bounds.REPLY).then(EventReply.SHAPE::read);
        EventReply event = read.orThrow();
        around.out()
                .line(
                        padded(Long.toString(event.sequence()), 6)
                                + "  "
                                + around.out().paint(Style.DIM, LocalTime.text(event.instant()))
                                + "  "
                                + padded(Harmless.line(event.kind()), 20)
                                + "  "
                                + around.out().paint(Style.BOLD, Harmless.line(event.object()))
                                + detail(event.detail()))
                .flush();
    }

    private static String detail(Node.Mapping detail) {
        StringBuilder text = new StringBuilder();
        for (Node.Entry entry : detail.entries()) {
            String value =
                    entry.value() instanceof Node.Text(var words, _)
                            ? words
                            : Json.write(entry.value());
            text.append("  ").append(Harmless.line(entry.key() + "=" + value));
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
