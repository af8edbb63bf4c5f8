package oxt.api;

import java.util.List;

/**
 * A secret that was sealed just now.
 *
 * @param recoveryKey nobody has it but who reads this answer
 */
public record SealReply(SealRow secret, String recoveryKey) {
    private static final Key<SealReply, SealRow> SECRET =
            Key.required("secret", SealRow.SHAPE, "What was sealed.", SealReply::secret);
    private static final Key<SealReply, String> RECOVERY_KEY =
            Replies.word(
                    "recovery-key",
                    "It opens the secret without the TPM; it is not kept anywhere.",
                    SealReply::recoveryKey);

    /** Answers {@code PUT /v1/launch/secrets/NAME}. */
    public static final RecordShape<SealReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "sealed",
                            "A secret that was sealed, and its recovery key.",
                            List.of(SECRET, RECOVERY_KEY),
                            fields -> new SealReply(fields.of(SECRET), fields.of(RECOVERY_KEY))));

    @Override
    public String toString() {
        return "SealReply[" + secret.name() + "]";
    }
}
