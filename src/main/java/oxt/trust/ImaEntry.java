package oxt.trust;

import java.util.List;
import java.util.Optional;

/**
 * A file that the kernel measured, as its runtime list has it; a claim until {@link ImaReplay}.
 *
 * @param number from 0 on
 * @param offset of its first byte in the list
 * @param template how the fields are made up: {@code ima-ng}, {@code ima-sig} and their like
 * @param sha1 of the fields; all zero where the kernel saw the file change while it was measured
 * @param fields what was hashed, all of it
 */
public record ImaEntry(
        int number, long offset, Pcr pcr, String template, Bytes sha1, Bytes fields, Named named) {

    /**
     * The first two fields, decoded.
     *
     * @param digest with the algorithm's word before it, {@code sha256:0a...}; nothing where the
     *     template is another
     */
    public record Named(Optional<String> digest, Optional<String> path, List<Bytes> others) {
        public Named {
            others = List.copyOf(others);
        }
    }

    /** The file changed under the kernel's hands; its register got all ones instead. */
    public boolean isViolation() {
        return sha1.isFilledWith(0);
    }

    /** What the register was extended by (security/integrity/ima/ima_queue.c). */
    Bytes digest(HashAlgorithm bank) {
        return isViolation() ? Bytes.filled(0xff, bank.size()) : bank.digest(fields);
    }
}
