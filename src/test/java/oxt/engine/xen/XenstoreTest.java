package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.host.Deadline;

class XenstoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private FakeXenstored daemon;
    private Xenstore store;

    @BeforeEach
    void begin() throws Exception {
        daemon = new FakeXenstored(folder.resolve("socket"));
        store = new Xenstore(folder.resolve("socket"));
    }

    @AfterEach
    void end() throws Exception {
        store.close();
        daemon.close();
    }

    @Test
    void what_was_written_is_read_and_listed_and_gone_when_removed() throws Exception {
        store.write("/local/domain/7/name", "work");
        store.write("/local/domain/7/device/vif/0/state", "4");
        assertEquals(Optional.of("work"), store.read("/local/domain/7/name"));
        assertEquals(List.of("device", "name"), store.list("/local/domain/7"));
        store.remove("/local/domain/7");
        store.remove("/local/domain/7");
        assertEquals(Optional.empty(), store.read("/local/domain/7/name"));
        assertEquals(List.of(), store.list("/local/domain/7"));
    }

    @Test
    void a_value_of_any_bytes_comes_back_as_it_was() throws Exception {
        StringBuilder all = new StringBuilder();
        for (char each = 0; each < 256; each++) {
            all.append(each);
        }
        store.write("/any", all.toString());
        assertEquals(Optional.of(all.toString()), store.read("/any"));
        store.write("/none", "");
        assertEquals(Optional.of(""), store.read("/none"));
    }

    @Test
    void a_watch_says_look_at_once_and_after_each_change_below_it() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        store.watch(new Xenstore.Watch("/local/domain/7", looks::incrementAndGet));
        awaitLooks(looks, 1);
        daemon.put("/local/domain/7/backend/state", "4");
        awaitLooks(looks, 2);
    }

    @Test
    void a_watch_that_was_ended_says_nothing_more() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        Xenstore.Watch watch = new Xenstore.Watch("@releaseDomain", looks::incrementAndGet);
        store.watch(watch);
        awaitLooks(looks, 1);
        store.unwatch(watch);
        store.watch(new Xenstore.Watch("@releaseDomain", others::incrementAndGet));
        awaitLooks(others, 1);
        daemon.changed("@releaseDomain");
        awaitLooks(others, 2);
        assertEquals(1, looks.get());
        assertEquals(1, daemon.watchCount());
    }

    @Test
    void after_a_talk_that_broke_down_its_watches_are_made_again_and_say_look() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        store.watch(new Xenstore.Watch("@introduceDomain", looks::incrementAndGet));
        awaitLooks(looks, 1);
        daemon.hangUp();
        awaitLooks(looks, 2);
        daemon.changed("@introduceDomain");
        awaitLooks(looks, 3);
        assertEquals(Optional.empty(), store.read("/nothing"));
    }

    @Test
    void one_look_that_breaks_does_not_keep_others_from_being_called() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        store.watch(
                new Xenstore.Watch(
                        "/broken",
                        () -> {
                            throw new IllegalStateException("a planted bug");
                        }));
        store.watch(new Xenstore.Watch("/whole", looks::incrementAndGet));
        awaitLooks(looks, 1);
    }

    @Test
    void a_message_that_the_protocol_does_not_have_ends_the_talk_and_the_next_is_good()
            throws Exception {
        store.write("/a", "b");
        daemon.say(head(16, 0, 1 << 30));
        Deadline soon = Deadline.after(PATIENCE);
        assertTrue(soon.await(() -> "b".equals(reading("/a"))));
    }

    @Test
    void where_nothing_listens_the_problem_says_so() throws Exception {
        try (Xenstore nobody = new Xenstore(folder.resolve("nobody"))) {
            EngineException unreachable =
                    assertThrows(EngineException.class, () -> nobody.read("/a"));
            assertEquals("xenstore-unreachable", unreachable.problem().code());
        }
    }

    @Test
    void a_head_is_what_the_protocol_says_byte_by_byte() {
        XenstoreMessage asked =
                XenstoreMessage.of(XenstoreMessage.Kind.WATCH, 7, List.of("/a", "t"));
        ByteBuffer bytes = ByteBuffer.wrap(asked.bytes()).order(ByteOrder.nativeOrder());
        assertEquals(List.of(4, 7, 0, 5), ints(bytes));
        assertEquals("/a\0t\0", StandardCharsets.ISO_8859_1.decode(bytes).toString());
    }

    private static List<Integer> ints(ByteBuffer bytes) {
        return List.of(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
    }

    private static byte[] head(int kind, int request, int length) {
        return ByteBuffer.allocate(XenstoreMessage.HEAD_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(kind)
                .putInt(request)
                .putInt(0)
                .putInt(length)
                .array();
    }

    /** A talk that is just breaking down is no answer yet. */
    private String reading(String path) {
        try {
            return store.read(path).orElse("");
        } catch (EngineException broken) {
            return broken.problem().code();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitLooks(AtomicInteger looks, int count) throws Exception {
        assertTrue(
                Deadline.after(PATIENCE).await(() -> looks.get() >= count),
                () -> "looks: " + looks.get());
    }
}
