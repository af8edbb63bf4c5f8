package oxt.daemon.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oxt.api.Bounds;
import oxt.api.CallerRole;
import oxt.api.Json;
import oxt.api.Node;
import oxt.daemon.http.Route.Query;
import oxt.daemon.work.Request.Basis;
import oxt.host.diskfile.DiskFileFormat;
import oxt.model.ImageName;
import oxt.model.Names;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.SnapshotName;
import oxt.model.VmName;
import oxt.plan.SnapshotPlanner;
import oxt.store.Caller;

/** A request whose form is right: what a route is asked, and by whom. */
record Call(
        Caller caller,
        CallerRole role,
        Map<String, String> path,
        Map<Query, String> query,
        Answer.Bytes body,
        Optional<String> lastEvent,
        Upload upload) {
    private static final int LONGEST_WAIT_MILLIS = 30_000;
    private static final int MOST_PATIENCE_SECONDS = 3_600;

    /** A day. */
    private static final int MOST_IDLE_SECONDS = 86_400;

    /** A page; keys have 32 or 64. */
    private static final int MOST_GENERATED = 4_096;

    /** An hour. */
    private static final int MOST_AGE_MILLIS = 3_600_000;

    /** In a row or a column: no screen has more. */
    private static final int MOST_CHARACTERS = 1_000;

    /**
     * A body that is read as it comes.
     *
     * @param length as the client says, where it does
     */
    record Upload(InputStream bytes, OptionalLong length) {
        static final Upload NONE = new Upload(InputStream.nullInputStream(), OptionalLong.of(0));
    }

    /** A file in this format, where the client says which. */
    Optional<DiskFileFormat> format() {
        return Optional.ofNullable(query.get(Query.FORMAT))
                .map(
                        word ->
                                DiskFileFormat.of(word)
                                        .orElseThrow(
                                                () ->
                                                        new ProblemException(
                                                                new Problem.Invalid(
                                                                        "image-format-unknown",
                                                                        "There is no format "
                                                                                + word
                                                                                + " of disk files.",
                                                                        "Write raw, qcow2, vhd,"
                                                                                + " vmdk or ova."))));
    }

    VmName vm() {
        return new VmName(name("no-such-vm", "VM"));
    }

    ImageName image() {
        return new ImageName(name("no-such-image", "image"));
    }

    /** Of a sealed secret. */
    String secret() {
        return name("no-such-secret", "secret");
    }

    /** How many bytes to make, where the client has none. */
    OptionalInt generate() {
        return query.containsKey(Query.GENERATE)
                ? OptionalInt.of((int) number(Query.GENERATE, 0, 16, MOST_GENERATED))
                : OptionalInt.empty();
    }

    SnapshotName snapshot() {
        String name = path.getOrDefault("snapshot", "");
        if (!Names.PATTERN.matcher(name).matches()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "not-a-name",
                            "What names the snapshot is not a name.",
                            "Write lower-case letters, digits and dashes, a letter first, at most"
                                    + " 32."));
        }
        return new SnapshotName(name);
    }

    SnapshotPlanner.IfItRuns ifItRuns() {
        return query.containsKey(Query.IF_IT_RUNS)
                ? SnapshotPlanner.IfItRuns.KILL
                : SnapshotPlanner.IfItRuns.REFUSE;
    }

    private String name(String code, String kind) {
        String name = path.getOrDefault("name", "");
        if (!Names.PATTERN.matcher(name).matches()) {
            throw new ProblemException(
                    new Problem.Missing(
                            code,
                            "There is no " + kind + " of that name; it is not even a name.",
                            "See which there are: oxt "
                                    + kind.toLowerCase(java.util.Locale.ROOT)
                                    + " list"));
        }
        return name;
    }

    String task() {
        return path.getOrDefault("id", "");
    }

    Node document() {
        return Json.read(new String(body.unshared(), StandardCharsets.UTF_8), Bounds.REQUEST)
                .orThrow();
    }

    boolean wantsPlanOnly() {
        return query.containsKey(Query.PLAN);
    }

    Duration wait(int otherwiseMillis) {
        return Duration.ofMillis(number(Query.WAIT, otherwiseMillis, 0, LONGEST_WAIT_MILLIS));
    }

    Duration patience(Duration otherwise) {
        return Duration.ofSeconds(
                number(Query.PATIENCE, otherwise.toSeconds(), 1, MOST_PATIENCE_SECONDS));
    }

    Duration lockAfter(Duration otherwise) {
        return Duration.ofSeconds(
                number(Query.LOCK_AFTER, otherwise.toSeconds(), 0, MOST_IDLE_SECONDS));
    }

    /** How old a kept picture may be; none is without a word. */
    Duration noOlderThan() {
        return Duration.ofMillis(number(Query.NO_OLDER, 0, 0, MOST_AGE_MILLIS));
    }

    /** Of a terminal; as a VT100's where the client does not say it. */
    int rows() {
        return (int) number(Query.ROWS, 24, 1, MOST_CHARACTERS);
    }

    int columns() {
        return (int) number(Query.COLUMNS, 80, 1, MOST_CHARACTERS);
    }

    /** Of input: nothing comes after this. */
    boolean isEnd() {
        return query.containsKey(Query.END);
    }

    Basis basis() {
        return query.containsKey(Query.GENERATION)
                ? new Basis.Generation(number(Query.GENERATION, 0, 0, Long.MAX_VALUE))
                : new Basis.Latest();
    }

    long after() {
        return number(Query.AFTER, 0, 0, Long.MAX_VALUE);
    }

    private long number(Query key, long otherwise, long least, long most) {
        String text = query.get(key);
        if (text == null) {
            return otherwise;
        }
        long number = Long.parseLong(text);
        if (number < least || number > most) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "query-out-of-range",
                            key.word() + " is " + least + " to " + most + "; " + text + " is not.",
                            "Write a number within."));
        }
        return number;
    }
}
