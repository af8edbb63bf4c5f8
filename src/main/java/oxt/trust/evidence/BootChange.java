package oxt.trust.evidence;

import java.util.List;
import oxt.trust.Bytes;
import oxt.trust.Pcr;

/** How a proven boot differs from what the policy allows. */
public sealed interface BootChange {

    /**
     * A measurement that was made.
     *
     * @param number in the log, from 0 on
     * @param what and {@code text}: what the log says of it, which need not be so
     * @param digest what the register was extended by
     */
    record Seen(int number, String what, String text, Bytes digest) {}

    /** About the same, and something else was measured. */
    record Other(Pcr pcr, EventRule rule, Seen seen) implements BootChange {}

    /** The same was measured, and not where the policy has it. */
    record Moved(Pcr pcr, EventRule rule, Seen seen) implements BootChange {}

    record Gone(Pcr pcr, EventRule rule) implements BootChange {}

    record New(Pcr pcr, Seen seen) implements BootChange {}

    /** Of a register that is judged by its value. */
    record OtherValue(Pcr pcr, List<Bytes> allowed, Bytes value) implements BootChange {
        public OtherValue {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * The kernel measured a file that the policy does not know.
     *
     * @param allowed the digests that it knows of this path; none where it knows nothing of it
     */
    record OtherFile(Pcr pcr, String path, List<String> allowed, String digest)
            implements BootChange {
        public OtherFile {
            allowed = List.copyOf(allowed);
        }
    }

    /** The TPM was started from elsewhere. */
    record OtherLocality(int allowed, int locality) implements BootChange {}

    /**
     * The VM that the evidence is for is not as the policy has it.
     *
     * @param part document, devices, or what it began from, as {@code disks.system}
     * @param allowed and {@code found}: in words
     */
    record OtherVm(String vm, String part, String allowed, String found) implements BootChange {}
}
