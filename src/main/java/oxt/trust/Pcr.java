package oxt.trust;

/**
 * A platform configuration register of a TPM.
 *
 * @param index 0 to 23 (TCG PC Client Platform TPM Profile, 4.6)
 */
public record Pcr(int index) implements Comparable<Pcr> {
    /** Registers of a PC's TPM. */
    public static final int COUNT = 24;

    /** From here on a late launch measures, and resets them first (PC Client Profile, 4.6.2). */
    private static final int FIRST_OF_LATE_LAUNCH = 17;

    private static final int LAST_OF_LATE_LAUNCH = 22;

    public Pcr {
        if (index < 0 || index >= COUNT) {
            throw new IllegalArgumentException("no register " + index);
        }
    }

    /** All ones until a late launch sets it to zero. */
    public boolean isOfLateLaunch() {
        return index >= FIRST_OF_LATE_LAUNCH && index <= LAST_OF_LATE_LAUNCH;
    }

    /**
     * What it holds before its first measurement: a late launch begins with zeros too.
     *
     * @param startupLocality what register 0 begins with (Firmware Profile, 10.4.5.3)
     */
    public Bytes beginning(HashAlgorithm bank, int startupLocality) {
        byte[] zeros = new byte[bank.size()];
        if (index == 0) {
            zeros[zeros.length - 1] = (byte) startupLocality;
        }
        return Bytes.given(zeros);
    }

    @Override
    public int compareTo(Pcr other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return "PCR " + index;
    }
}
