package oxt.trust.tpm;

import oxt.trust.Bytes;

/**
 * Something in a TPM that a command is about.
 *
 * @param name goes into what a session signs, so nobody can put another thing under the handle
 */
public record Entity(long handle, Bytes name) {
    public static final Entity OWNER = permanent(0x4000_0001L);
    public static final Entity NOBODY = permanent(0x4000_0007L);
    public static final Entity LOCKOUT = permanent(0x4000_000AL);
    public static final Entity ENDORSEMENT = permanent(0x4000_000BL);

    /** What is named by its handle: hierarchies, registers, sessions (part 1, 16). */
    public static Entity permanent(long handle) {
        return new Entity(handle, new TpmWriter().u32(handle).written());
    }

    public static Entity of(long handle, PublicArea area) {
        return new Entity(handle, area.name());
    }
}
