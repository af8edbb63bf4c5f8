package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import oxt.model.Problem;
import oxt.trust.evidence.FileRule;

/** A file that a kernel may measure, in a boot policy. */
final class FileRuleDocument {
    /** A policy's file has no room for more. */
    static final int MOST_FILES = 10_000;

    private static final Pattern DIGEST =
            Pattern.compile("(verity:)?[a-z0-9-]{2,20}:([0-9a-f]{2}){16,64}");

    private static final Key<FileRule, String> PATH =
            Replies.sentence("path", "As the kernel has it.", FileRule::path);
    private static final Key<FileRule, List<String>> DIGESTS =
            Key.required(
                    "digests",
                    ListShape.of(
                            Scalars.pattern(
                                    "a digest with its algorithm, as sha256:0a...",
                                    DIGEST,
                                    FileRuleDocument::digest),
                            EventRuleDocument.MOST_DIGESTS),
                    "Of what it may hold, as the kernel writes them; at least one.",
                    FileRule::digests);
    static final RecordShape<FileRule> SHAPE =
            RecordShape.of(
                            "known file",
                            "A file that the kernel may measure.",
                            List.of(PATH, DIGESTS),
                            fields -> new FileRule(fields.of(PATH), fields.of(DIGESTS)))
                    .check(List.of(DIGESTS), FileRuleDocument::someDigest);

    private FileRuleDocument() {}

    private static Optional<String> digest(String text) {
        return DIGEST.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static void someDigest(Fields<FileRule> fields) {
        if (fields.of(DIGESTS).isEmpty()) {
            fields.refuse(
                    new Problem.Invalid(
                            "file-without-digest",
                            fields.of(PATH) + " has no digest, so it could never be known.",
                            "Write at least one digest, or leave the file out.",
                            fields.place(DIGESTS)));
        }
    }
}
