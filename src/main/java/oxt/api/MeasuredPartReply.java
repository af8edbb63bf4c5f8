package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.Digest;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.plan.Measurement;

/**
 * A part of a VM: what it is, and what was accepted of it.
 *
 * @param part as in the document: {@code disks.root}
 * @param file empty where there is none any more
 * @param why of an unusable part: after its file's name
 */
public record MeasuredPartReply(
        String part,
        String file,
        Optional<Digest> found,
        Optional<Digest> accepted,
        Standing standing,
        String why) {

    /** What becomes of a start, as far as this part goes. */
    public enum Standing {
        /** It is what was accepted. */
        ACCEPTED,
        /** It is something else than what was accepted. */
        DIFFERS,
        /** Nothing was accepted of it yet. */
        NOT_ACCEPTED,
        /** Something was accepted, and there is no such part. */
        GONE,
        /** What it is cannot be said, or not be relied upon. */
        UNUSABLE
    }

    private static final Key<MeasuredPartReply, String> NAME =
            Replies.word(
                    "part",
                    "firmware, kernel, command-line, initramfs or disks.NAME.",
                    MeasuredPartReply::part);
    private static final Key<MeasuredPartReply, String> FILE =
            Replies.word("file", "Its path; empty where it is gone.", MeasuredPartReply::file);
    private static final Key<MeasuredPartReply, Digest> FOUND =
            Key.optional(
                    "found",
                    MeasuredDocument.DIGEST,
                    "gone or unusable",
                    "What it is.",
                    MeasuredPartReply::found);
    private static final Key<MeasuredPartReply, Digest> ACCEPTED =
            Key.optional(
                    "accepted",
                    MeasuredDocument.DIGEST,
                    "nothing yet",
                    "What was accepted.",
                    MeasuredPartReply::accepted);
    private static final Key<MeasuredPartReply, Standing> STANDING =
            Key.required(
                    "standing",
                    Scalars.choice(Standing.values()),
                    "accepted, or what refuses a measured VM's start: differs, not-accepted, gone,"
                            + " unusable.",
                    MeasuredPartReply::standing);
    private static final Key<MeasuredPartReply, String> WHY =
            Key.standard(
                    "why",
                    Replies.SENTENCE,
                    "",
                    "Of an unusable part: what is wrong with its file.",
                    MeasuredPartReply::why);

    static final RecordShape<MeasuredPartReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "measured part",
                            "A part of a VM: what it is, and what was accepted of it.",
                            List.of(NAME, FILE, FOUND, ACCEPTED, STANDING, WHY),
                            fields ->
                                    new MeasuredPartReply(
                                            fields.of(NAME),
                                            fields.of(FILE),
                                            fields.find(FOUND),
                                            fields.find(ACCEPTED),
                                            fields.of(STANDING),
                                            fields.of(WHY))));

    static MeasuredPartReply of(
            MeasuredPart part, Optional<Measurement> measured, Measured demanded) {
        Optional<Digest> accepted = demanded.accepted(part);
        if (measured.isEmpty()) {
            return new MeasuredPartReply(
                    part.path(), "", Optional.empty(), accepted, Standing.GONE, "");
        }
        return switch (measured.get()) {
            case Measurement.Found(var file, _, var digest) ->
                    new MeasuredPartReply(
                            part.path(),
                            file,
                            Optional.of(digest),
                            accepted,
                            standing(digest, accepted),
                            "");
            case Measurement.Unusable(var file, var why, _) ->
                    new MeasuredPartReply(
                            part.path(), file, Optional.empty(), accepted, Standing.UNUSABLE, why);
        };
    }

    private static Standing standing(Digest found, Optional<Digest> accepted) {
        if (accepted.isEmpty()) {
            return Standing.NOT_ACCEPTED;
        }
        return accepted.get().equals(found) ? Standing.ACCEPTED : Standing.DIFFERS;
    }
}
