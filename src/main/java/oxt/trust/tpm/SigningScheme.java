package oxt.trust.tpm;

import java.util.Arrays;
import java.util.Optional;
import oxt.trust.HashAlgorithm;

/** How a key signs (TPMT_SIG_SCHEME; part 2, 11.2.1). */
public record SigningScheme(Kind kind, HashAlgorithm hash) {

    public enum Kind {
        RSASSA(0x0014),
        RSAPSS(0x0016),
        ECDSA(0x0018);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** TPM_ALG_ID. */
        public int tcgNumber() {
            return number;
        }

        public static Optional<Kind> ofTcgNumber(int number) {
            return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
        }
    }

    private static final int NULL = 0x0010;

    /** Nothing where the key leaves it to whoever signs. */
    static Optional<SigningScheme> read(TpmReader in) {
        int number = in.u16("the signing scheme");
        if (number == NULL) {
            return Optional.empty();
        }
        Kind kind =
                Kind.ofTcgNumber(number)
                        .orElseThrow(
                                () ->
                                        in.malformed(
                                                "an unknown scheme "
                                                        + TpmReader.hex(number)
                                                        + " ends"));
        return Optional.of(new SigningScheme(kind, in.hash("the scheme's hash")));
    }

    static void write(Optional<SigningScheme> scheme, TpmWriter out) {
        if (scheme.isEmpty()) {
            out.u16(NULL);
        } else {
            out.u16(scheme.get().kind.number).hash(scheme.get().hash);
        }
    }
}
