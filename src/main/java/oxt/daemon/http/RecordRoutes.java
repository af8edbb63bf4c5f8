package oxt.daemon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import oxt.api.AuditReply;
import oxt.api.AuditVerdictReply;
import oxt.api.Bounds;
import oxt.api.EventReply;
import oxt.api.Json;
import oxt.api.Node;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.store.AuditRecord;
import oxt.store.AuditVerdict;
import oxt.store.Resumed;
import oxt.store.Store;
import oxt.store.StoredEvent;

/** What happened: events as they come, and the audit log. */
final class RecordRoutes {
    /** Of one answer; the client asks again behind the last. */
    private static final int ENTRIES = 1_000;

    private static final int EVENTS = 200;

    /** What a person wants to see who does not say from where on. */
    private static final int LAST_EVENTS = 50;

    /** So that a client, and whatever is between, knows that the stream lives. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Between looks whether the client is still there. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final Store store;
    private final Limits limits;
    private final Semaphore watchers;

    RecordRoutes(Desk desk, Limits limits) {
        this.store = desk.shop().store();
        this.limits = limits;
        this.watchers = new Semaphore(limits.eventWatchers());
    }

    List<Route> all() {
        return List.of(
                new Route(
                        Method.GET,
                        "/v1/events",
                        "What happens, as server-sent events; each has an EventReply as its data.",
                        List.of(Query.AFTER, Query.FOLLOW),
                        new Body.None(),
                        new Reply.Raw("text/event-stream"),
                        this::events),
                new Route(
                        Method.GET,
                        "/v1/audit",
                        "Who changed what, the oldest first.",
                        List.of(Query.AFTER),
                        new Body.None(),
                        new Reply.Document(AuditReply.LIST),
                        this::audit),
                new Route(
                        Method.GET,
                        "/v1/audit/verify",
                        "Whether the audit log is whole.",
                        List.of(),
                        new Body.None(),
                        new Reply.Document(AuditVerdictReply.shape()),
                        _ -> verify()));
    }

    private Answer audit(Call call) {
        List<AuditRecord> entries = store.read(now -> now.audit().after(call.after(), ENTRIES));
        return Answer.ok(AuditReply.LIST.write(entries.stream().map(RecordRoutes::reply).toList()));
    }

    private static AuditReply reply(AuditRecord entry) {
        return new AuditReply(
                entry.sequence(),
                entry.instant(),
                entry.entry().who().userName(),
                entry.entry().what(),
                entry.entry().object(),
                detail(entry.entry().detail()),
                entry.entry().outcome(),
                entry.hash().hex());
    }

    private Answer verify() {
        AuditVerdict verdict = store.read(now -> now.audit().verify());
        return Answer.ok(
                AuditVerdictReply.shape()
                        .write(
                                switch (verdict) {
                                    case AuditVerdict.Intact(var head) ->
                                            new AuditVerdictReply.Intact(
                                                    head.sequence(), head.hash().hex());
                                    case AuditVerdict.Broken(var sequence, var why) ->
                                            new AuditVerdictReply.Broken(sequence, why);
                                }));
    }

    private Answer events(Call call) {
        long after = position(call);
        if (call.query().containsKey(Query.FOLLOW)) {
            return new Answer.Stream("text/event-stream", (out, _) -> writeKnown(after, out));
        }
        if (!watchers.tryAcquire()) {
            throw new ProblemException(
                    limits.over(
                            "event-watchers",
                            limits.eventWatchers(),
                            "Too many clients watch events"));
        }
        return new Answer.Stream(
                "text/event-stream",
                (out, hangup) -> {
                    try {
                        follow(after, out, hangup);
                    } finally {
                        watchers.release();
                    }
                });
    }

    /** Where the client was; where it was nowhere the newest event, or shortly before the end. */
    private long position(Call call) {
        if (call.query().containsKey(Query.AFTER)) {
            return call.after();
        }
        String last = call.lastEvent().orElse("");
        if (last.isEmpty()) {
            long newest = store.read(now -> now.events().newest());
            return call.query().containsKey(Query.FOLLOW)
                    ? Math.max(0, newest - LAST_EVENTS)
                    : newest;
        }
        if (!last.matches("[0-9]{1,18}")) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "event-position-not-valid",
                            "Last-Event-ID is the number of an event; this is none.",
                            "Send the id of the last event, or leave the header out."));
        }
        return Long.parseLong(last);
    }

    private void writeKnown(long after, OutputStream out) throws IOException {
        long position = after;
        for (long from = -1; position != from; ) {
            from = position;
            position = writeNext(from, out);
        }
        out.flush();
    }

    /** Says where it has come to; the same where there is nothing new. */
    private long writeNext(long from, OutputStream out) throws IOException {
        Resumed resumed = store.eventsAfter(from, EVENTS);
        return switch (resumed) {
            case Resumed.Missed(var missed) -> write(missed, from, out);
            case Resumed.Gone(var newest) -> lost(newest, out);
        };
    }

    /**
     * The store keeps what a slow client has not read yet, as far as it keeps events at all; a
     * client that reads nothing is dropped when its connection has idled.
     */
    private void follow(long after, OutputStream out, Hangup hangup)
            throws IOException, InterruptedException {
        long position = after;
        long heartbeat = System.nanoTime();
        out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        while (!hangup.isGone()) {
            long from = position;
            position = writeNext(from, out);
            if (position != from) {
                heartbeat = System.nanoTime();
            } else if (System.nanoTime() - heartbeat > HEARTBEAT.toNanos()) {
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                heartbeat = System.nanoTime();
            }
            store.awaitEvent(position, GLANCE);
        }
    }

    private static long write(List<StoredEvent> events, long before, OutputStream out)
            throws IOException {
        long last = before;
        for (StoredEvent event : events) {
            last = event.sequence();
            write(
                    new EventReply(
                            last,
                            event.instant(),
                            event.event().kind(),
                            event.event().object(),
                            detail(event.event().detail())),
                    out);
        }
        out.flush();
        return last;
    }

    /** What happened meanwhile is not known any more: the client looks at everything again. */
    private static long lost(long newest, OutputStream out) throws IOException {
        write(new EventReply(newest, Instant.now(), "events-lost", "", Node.mapping()), out);
        out.flush();
        return newest;
    }

    private static void write(EventReply event, OutputStream out) throws IOException {
        String text =
                "id: "
                        + event.sequence()
                        + "\nevent: "
                        + event.kind()
                        + "\ndata: "
                        + Json.write(EventReply.SHAPE.write(event))
                        + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Node.Mapping detail(String json) {
        return Json.read(json, Bounds.REPLY) instanceof Reading.Good<Node>(Node.Mapping detail)
                ? detail
                : Node.mapping();
    }
}
