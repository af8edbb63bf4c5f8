package oxt.api;

import java.util.function.Function;
import oxt.trust.Bytes;

/** What a TPM answers to a challenge; no secret any more. */
public final class AnswerDocument {
    public static final RecordShape<Bytes> SHAPE =
            RecordShape.only(
                    "answer",
                    "What a TPM answers to a challenge.",
                    Key.required(
                            "answer",
                            Encoded.hex(1, 64),
                            "What it decrypted.",
                            Function.identity()));

    private AnswerDocument() {}
}
