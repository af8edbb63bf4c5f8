package oxt.trust.tpm;

import oxt.trust.Bytes;

/** Bytes that nobody may read by accident: it never prints what it holds. */
public final class Secret {
    public static final Secret NONE = new Secret(Bytes.NONE);

    private final Bytes bytes;

    private Secret(Bytes bytes) {
        this.bytes = bytes;
    }

    public static Secret of(Bytes bytes) {
        return new Secret(bytes);
    }

    public Bytes bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "***";
    }
}
