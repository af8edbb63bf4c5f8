package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import oxt.engine.xen.DomainState.Doing;
import oxt.model.VmId;

class DomainStateTest {
    private static final int DYING = 1;
    private static final int SHUTDOWN = 1 << 2;
    private static final int PAUSED = 1 << 3;
    private static final int RUNNING = 1 << 5;

    @Test
    void a_domain_runs_unless_it_is_held_over_or_dying() {
        assertEquals(Doing.RUNNING, doing(RUNNING));
        assertEquals(Doing.RUNNING, doing(0));
        assertEquals(Doing.PAUSED, doing(PAUSED));
        assertEquals(Doing.DYING, doing(DYING | SHUTDOWN | PAUSED));
    }

    @Test
    void of_a_domain_that_shut_down_the_reason_says_what_follows() {
        assertEquals(Doing.OVER, doing(shutdown(0)));
        assertEquals(Doing.REBOOTING, doing(shutdown(1)));
        assertEquals(Doing.SUSPENDED, doing(shutdown(2)));
        assertEquals(Doing.OVER, doing(shutdown(3)));
        assertEquals(Doing.OVER, doing(shutdown(4)));
        assertEquals(Doing.REBOOTING, doing(shutdown(5)));
    }

    private static int shutdown(int reason) {
        return SHUTDOWN | reason << 16;
    }

    private static Doing doing(int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(128, 8);
            bytes.set(ValueLayout.JAVA_SHORT, 0, (short) 40_000);
            bytes.set(ValueLayout.JAVA_INT, 4, flags);
            bytes.set(ValueLayout.JAVA_LONG, 8, 65_536);
            for (byte at = 0; at < 16; at++) {
                bytes.set(ValueLayout.JAVA_BYTE, 76 + at, at);
            }
            DomainState state = DomainState.read(bytes);
            assertEquals(40_000, state.domain());
            assertEquals(65_536, state.pages());
            assertEquals(VmId.of("00010203-0405-0607-0809-0a0b0c0d0e0f"), state.vm());
            return state.doing();
        }
    }
}
