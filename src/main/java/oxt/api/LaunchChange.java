package oxt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.EventContentReader;
import oxt.trust.EventContentText;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.LogDiff;
import oxt.trust.LoggedEvent;

/**
 * What was measured otherwise in another boot, by event rather than by register.
 *
 * @param how changed, gone or new
 * @param type of the event, as the log has it
 * @param before and {@code after}: what each log says of it
 */
public record LaunchChange(
        int pcr, String how, String type, Optional<String> before, Optional<String> after) {
    private static final Key<LaunchChange, Integer> PCR =
            Key.required("pcr", Scalars.integer(0, 23), "The register.", LaunchChange::pcr);
    private static final Key<LaunchChange, String> HOW =
            Replies.word("how", "changed, gone or new.", LaunchChange::how);
    private static final Key<LaunchChange, String> TYPE =
            Replies.word("type", "What the log says that it is.", LaunchChange::type);
    private static final Key<LaunchChange, String> BEFORE =
            Key.optional(
                    "before",
                    Replies.SENTENCE,
                    "not there",
                    "What the first log says.",
                    LaunchChange::before);
    private static final Key<LaunchChange, String> AFTER =
            Key.optional(
                    "after",
                    Replies.SENTENCE,
                    "not there",
                    "What the second log says.",
                    LaunchChange::after);
    public static final RecordShape<LaunchChange> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "Launch change",
                            "What was measured otherwise in another boot.",
                            List.of(PCR, HOW, TYPE, BEFORE, AFTER),
                            fields ->
                                    new LaunchChange(
                                            fields.of(PCR),
                                            fields.of(HOW),
                                            fields.of(TYPE),
                                            fields.find(BEFORE),
                                            fields.find(AFTER))));

    /** Of two logs, by register. */
    public static final RecordShape<List<LaunchChange>> LIST =
            RecordShape.only(
                    "Launch changes",
                    "How two boots differ, by event.",
                    Key.required(
                            "changes",
                            ListShape.of(SHAPE, Replies.MOST),
                            "By register.",
                            Function.identity()));

    /** Neither log need be of this machine. */
    public static Reading<List<LaunchChange>> between(byte[] before, byte[] after) {
        return EventLogReader.read(Bytes.of(before))
                .then(
                        first ->
                                EventLogReader.read(Bytes.of(after))
                                        .then(second -> between(first, second)));
    }

    private static Reading<List<LaunchChange>> between(EventLog before, EventLog after) {
        Optional<List<LogDiff.Change>> changes = LogDiff.of(before, after);
        if (changes.isEmpty()) {
            return Reading.bad(
                    new Problem.Conflict(
                            "no-common-bank",
                            "The two logs have no bank in common: one has SHA-1 digests only, the"
                                    + " other none of them.",
                            "Compare boots of one machine and one TPM."));
        }
        List<LaunchChange> shown = new ArrayList<>();
        changes.get().forEach(change -> shown.add(shown(change)));
        return Reading.good(List.copyOf(shown));
    }

    private static LaunchChange shown(LogDiff.Change change) {
        int pcr = change.pcr().index();
        return switch (change) {
            case LogDiff.Change.Other(_, var before, var after) ->
                    new LaunchChange(pcr, "changed", type(after), text(before), text(after));
            case LogDiff.Change.Gone(_, var before) ->
                    new LaunchChange(pcr, "gone", type(before), text(before), Optional.empty());
            case LogDiff.Change.New(_, var after) ->
                    new LaunchChange(pcr, "new", type(after), Optional.empty(), text(after));
        };
    }

    private static String type(LoggedEvent event) {
        return event.claim().type().text();
    }

    private static Optional<String> text(LoggedEvent event) {
        return Optional.of(EventContentText.of(EventContentReader.read(event.claim())));
    }
}
