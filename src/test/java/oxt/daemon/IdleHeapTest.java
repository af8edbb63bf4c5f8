package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import oxt.daemon.IdleHeap.Heap;

final class IdleHeapTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void a_heap_is_idle_when_little_was_allocated_since() {
        assertTrue(heap(70, 60).isIdleSince(heap(70, 60)));
        assertFalse(heap(70, 61).isIdleSince(heap(70, 60)));
    }

    @Test
    void a_heap_is_not_idle_when_it_was_collected_since() {
        assertFalse(heap(70, 20).isIdleSince(heap(70, 60)));
    }

    @Test
    void a_heap_that_hardly_grew_is_not_worth_a_collection() {
        assertFalse(heap(20, 19).isWorthwhileSince(heap(14, 9)));
        assertTrue(heap(70, 60).isWorthwhileSince(heap(14, 9)));
        assertFalse(heap(70, 65).isWorthwhileSince(heap(70, 60)));
    }

    private static Heap heap(long mebibytes, long used) {
        return new Heap(mebibytes * MEBIBYTE, used * MEBIBYTE);
    }
}
