package oxt.trust.tpm;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Malformed;
import oxt.trust.Pcr;

/** Answers of something that may be no TPM. */
public final class AnswerFuzz {
    private static final PcrSelection SELECTION =
            PcrSelection.of(HashAlgorithm.SHA256, List.of(new Pcr(4)));
    private static final List<TpmCommand<?>> COMMANDS =
            List.of(
                    new ReportCommands.GetRandom(16),
                    new ReportCommands.PcrRead(SELECTION),
                    new ReportCommands.GetProperties(0x200, 16),
                    new ReportCommands.GetHandles(0x8000_0000L, 8),
                    new ObjectCommands.ReadPublic(0x8000_0000L),
                    new NvCommands.ReadNvPublic(CounterCommands.FIRST));

    private AnswerFuzz() {}

    public static void answer(byte[] bytes) {
        for (TpmCommand<?> command : COMMANDS) {
            try {
                if (new TpmFrame<>(command, List.of()).read(Bytes.of(bytes))
                        instanceof TpmAnswer.Refused<?>(var refusal)) {
                    assertFalse(refusal.problem().what().isBlank());
                }
            } catch (Malformed malformed) {
                assertFalse(malformed.sentence("The answer").isBlank());
            }
        }
    }
}
