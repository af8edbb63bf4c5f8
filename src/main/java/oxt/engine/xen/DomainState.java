package oxt.engine.xen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.UUID;
import oxt.model.VmId;

/**
 * What the hypervisor says a domain is doing: the beginning of its {@code struct
 * xen_domctl_getdomaininfo}, which is the same in Xen 4.11 to 4.20.
 *
 * @param domain its number
 * @param vm its UUID
 * @param pages of 4 KiB that it has
 */
record DomainState(int domain, VmId vm, Doing doing, long pages) {
    private static final long FLAGS = 4;
    private static final long PAGES = 8;
    private static final long UUID_AT = 76;
    private static final ValueLayout.OfLong UUID_PART =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int DYING = 1;
    private static final int SHUTDOWN = 1 << 2;
    private static final int PAUSED = 1 << 3;
    private static final int REASON_SHIFT = 16;
    private static final int REASON_MASK = 0xff;

    /** What matters to whoever looks after it. */
    enum Doing {
        RUNNING,
        /** Held by whoever manages it, not by itself. */
        PAUSED,
        /** Shut down or crashed: somebody has to take it away. */
        OVER,
        /** Shut down to be built anew. */
        REBOOTING,
        /** Shut down to be saved. */
        SUSPENDED,
        /** Destroyed; its last memory is being given back. */
        DYING
    }

    static DomainState read(MemorySegment bytes) {
        int domain = Short.toUnsignedInt(bytes.get(ValueLayout.JAVA_SHORT, 0));
        int flags = bytes.get(ValueLayout.JAVA_INT, FLAGS);
        long pages = bytes.get(ValueLayout.JAVA_LONG, PAGES);
        return new DomainState(domain, new VmId(uuid(bytes)), doing(flags), pages);
    }

    /** Its bytes are in the order in which it is written. */
    private static UUID uuid(MemorySegment bytes) {
        return new UUID(bytes.get(UUID_PART, UUID_AT), bytes.get(UUID_PART, UUID_AT + Long.BYTES));
    }

    private static Doing doing(int flags) {
        if ((flags & DYING) != 0) {
            return Doing.DYING;
        }
        if ((flags & SHUTDOWN) == 0) {
            return (flags & PAUSED) == 0 ? Doing.RUNNING : Doing.PAUSED;
        }
        // The reasons of Xen's public/sched.h.
        return switch (flags >> REASON_SHIFT & REASON_MASK) {
            case 1, 5 -> Doing.REBOOTING;
            case 2 -> Doing.SUSPENDED;
            default -> Doing.OVER;
        };
    }
}
