package oxt.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import oxt.model.Problem;
import oxt.trust.Bytes;
import oxt.trust.Pcr;
import oxt.trust.evidence.BootChange;
import oxt.trust.evidence.EventRule;
import oxt.trust.evidence.Verdict;

/**
 * What is known of a machine from its evidence; {@code oxt verify --json} prints it.
 *
 * @param verdict trusted, changed or unproven
 * @param changes what differs from the policy; none unless changed
 * @param reasons why nothing is proven; none unless unproven
 * @param notes what a verdict of trusted does not say
 */
public record VerdictReply(
        String verdict, List<Change> changes, List<Problem> reasons, List<String> notes) {

    public static final String TRUSTED = "trusted";
    public static final String CHANGED = "changed";
    public static final String UNPROVEN = "unproven";

    /** Of the digests that a policy allows in one place. */
    private static final int SHOWN = 8;

    public VerdictReply {
        changes = List.copyOf(changes);
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    /**
     * @param where a register, the TPM or a VM
     * @param how changed, moved, gone or new
     * @param what the event or the part of the VM, as policy or log name it
     * @param allowed and {@code found}: digests, or words
     */
    public record Change(
            String where,
            String how,
            String what,
            Optional<String> allowed,
            Optional<String> found,
            Optional<String> text) {
        private static final Key<Change, String> WHERE =
                Replies.word("where", "A register, the TPM or a VM.", Change::where);
        private static final Key<Change, String> HOW =
                Replies.word("how", "changed, moved, gone or new.", Change::how);
        private static final Key<Change, String> WHAT =
                Replies.sentence("what", "As policy or log name it.", Change::what);
        private static final Key<Change, String> ALLOWED =
                Key.optional(
                        "allowed", Replies.SENTENCE, "nothing", "By the policy.", Change::allowed);
        private static final Key<Change, String> FOUND =
                Key.optional("found", Replies.SENTENCE, "nothing", "What it is.", Change::found);
        private static final Key<Change, String> TEXT =
                Key.optional(
                        "text",
                        Replies.SENTENCE,
                        "none",
                        "What the log says of it, which need not be so.",
                        Change::text);
        static final RecordShape<Change> SHAPE =
                Replies.reply(
                        RecordShape.of(
                                "Boot change",
                                "What is not as the policy allows.",
                                List.of(WHERE, HOW, WHAT, ALLOWED, FOUND, TEXT),
                                fields ->
                                        new Change(
                                                fields.of(WHERE),
                                                fields.of(HOW),
                                                fields.of(WHAT),
                                                fields.find(ALLOWED),
                                                fields.find(FOUND),
                                                fields.find(TEXT))));
    }

    private static final Key<VerdictReply, String> VERDICT =
            Replies.word("verdict", "trusted, changed or unproven.", VerdictReply::verdict);
    private static final Key<VerdictReply, List<Change>> CHANGES =
            Key.required(
                    "changes",
                    ListShape.of(Change.SHAPE, Replies.MOST),
                    "What differs from the policy.",
                    VerdictReply::changes);
    private static final Key<VerdictReply, List<Problem>> REASONS =
            Key.required(
                    "reasons",
                    ListShape.of(ProblemDocument.SHAPE, Replies.MOST),
                    "Why nothing is proven.",
                    VerdictReply::reasons);
    private static final Key<VerdictReply, List<String>> NOTES =
            Key.required(
                    "notes",
                    ListShape.of(Replies.SENTENCE, Replies.MOST),
                    "What the verdict does not say.",
                    VerdictReply::notes);
    public static final RecordShape<VerdictReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "Verdict",
                            "What is known of a machine from its evidence.",
                            List.of(VERDICT, CHANGES, REASONS, NOTES),
                            fields ->
                                    new VerdictReply(
                                            fields.of(VERDICT),
                                            fields.of(CHANGES),
                                            fields.of(REASONS),
                                            fields.of(NOTES))));

    public static VerdictReply of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Trusted trusted ->
                    new VerdictReply(TRUSTED, List.of(), List.of(), notes(trusted));
            case Verdict.Changed(var changes) ->
                    new VerdictReply(
                            CHANGED,
                            changes.stream().map(VerdictReply::change).toList(),
                            List.of(),
                            List.of());
            case Verdict.Unproven(var reasons) ->
                    new VerdictReply(UNPROVEN, List.of(), reasons, List.of());
        };
    }

    private static List<String> notes(Verdict.Trusted trusted) {
        Set<Pcr> unjudged = trusted.unjudged();
        List<String> notes = new ArrayList<>();
        for (Verdict.MeasuredFiles files : trusted.files()) {
            notes.add(
                    "The kernel measured "
                            + files.measured()
                            + " files into "
                            + files.pcr()
                            + "; the policy does not know "
                            + files.unknown()
                            + " of them.");
        }
        if (trusted.fresh() == Verdict.Freshness.UNKNOWN) {
            notes.add("No nonce was named, so the evidence may be of any time.");
        }
        if (!unjudged.isEmpty()) {
            notes.add(
                    "The policy does not judge "
                            + unjudged.stream()
                                    .sorted(Comparator.naturalOrder())
                                    .map(Pcr::toString)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return notes;
    }

    private static Change change(BootChange change) {
        return switch (change) {
            case BootChange.Other(var pcr, var rule, var seen) ->
                    new Change(
                            pcr.toString(),
                            "changed",
                            rule.what(),
                            Optional.of(allowed(rule)),
                            Optional.of(seen.digest().hex()),
                            Optional.of(seen.text()));
            case BootChange.Moved(var pcr, var rule, var seen) ->
                    new Change(
                            pcr.toString(),
                            "moved",
                            rule.what(),
                            Optional.of(allowed(rule)),
                            Optional.of(seen.digest().hex()),
                            Optional.of(seen.text()));
            case BootChange.Gone(var pcr, var rule) ->
                    new Change(
                            pcr.toString(),
                            "gone",
                            rule.what(),
                            Optional.of(allowed(rule)),
                            Optional.empty(),
                            Optional.empty());
            case BootChange.New(var pcr, var seen) ->
                    new Change(
                            pcr.toString(),
                            "new",
                            seen.what(),
                            Optional.empty(),
                            Optional.of(seen.digest().hex()),
                            Optional.of(seen.text()));
            case BootChange.OtherValue(var pcr, var allowed, var value) ->
                    new Change(
                            pcr.toString(),
                            "changed",
                            "the register's value",
                            Optional.of(hex(allowed)),
                            Optional.of(value.hex()),
                            Optional.empty());
            case BootChange.OtherFile(var pcr, var path, var allowed, var digest) ->
                    new Change(
                            pcr.toString(),
                            allowed.isEmpty() ? "new" : "changed",
                            path,
                            allowed.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(String.join(", ", allowed)),
                            Optional.of(digest),
                            Optional.empty());
            case BootChange.OtherLocality(var allowed, var locality) ->
                    new Change(
                            "TPM",
                            "changed",
                            "the locality that it was started from",
                            Optional.of(Integer.toString(allowed)),
                            Optional.of(Integer.toString(locality)),
                            Optional.empty());
            case BootChange.OtherVm(var vm, var part, var allowed, var found) ->
                    new Change(
                            "VM " + vm,
                            "changed",
                            part,
                            Optional.of(allowed),
                            Optional.of(found),
                            Optional.empty());
        };
    }

    private static String allowed(EventRule rule) {
        return switch (rule) {
            case EventRule.These(_, var digests) -> hex(digests);
            case EventRule.Anything _ -> "one measurement of anything";
            case EventRule.AnyNumber _ -> "anything";
        };
    }

    private static String hex(List<Bytes> digests) {
        String first =
                digests.stream().limit(SHOWN).map(Bytes::hex).collect(Collectors.joining(", "));
        int others = digests.size() - SHOWN;
        return others <= 0 ? first : first + " and " + others + " others";
    }
}
