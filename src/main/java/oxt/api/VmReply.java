package oxt.api;

import java.time.Instant;
import java.util.List;

/**
 * A VM in full; answers {@code GET /v1/vms/NAME}.
 *
 * @param generation counts the changes of the document; a change says which it was made from
 * @param created when the VM was made
 * @param changed when its document was changed last
 * @param document as {@link VmDocument} reads it
 */
public record VmReply(
        VmSummary summary,
        long generation,
        Instant created,
        Instant changed,
        Node.Mapping document,
        List<NicStatus> nics) {

    public VmReply {
        nics = List.copyOf(nics);
    }

    private static final Key<VmReply, VmSummary> SUMMARY =
            Key.required("summary", VmSummary.SHAPE, "The VM in one line.", VmReply::summary);
    private static final Key<VmReply, Long> GENERATION =
            Replies.count(
                    "generation",
                    "Counts the changes of the document; a change says which it was made from.",
                    VmReply::generation);
    private static final Key<VmReply, Instant> CREATED =
            Replies.instant("created", "When the VM was made.", VmReply::created);
    private static final Key<VmReply, Instant> CHANGED =
            Replies.instant("changed", "When its document was changed last.", VmReply::changed);
    private static final Key<VmReply, Node.Mapping> DOCUMENT =
            Key.required(
                    "document",
                    Scalars.mapping(),
                    "The VM document, every setting with its value.",
                    VmReply::document);
    private static final Key<VmReply, List<NicStatus>> NICS =
            Key.standard(
                    "nics",
                    ListShape.of(NicStatus.SHAPE, Replies.MOST),
                    List.of(),
                    "The NICs as they are.",
                    VmReply::nics);

    public static final RecordShape<VmReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "VM reply",
                            "A VM in full.",
                            List.of(SUMMARY, GENERATION, CREATED, CHANGED, DOCUMENT, NICS),
                            fields ->
                                    new VmReply(
                                            fields.of(SUMMARY),
                                            fields.of(GENERATION),
                                            fields.of(CREATED),
                                            fields.of(CHANGED),
                                            fields.of(DOCUMENT),
                                            fields.of(NICS))));
}
