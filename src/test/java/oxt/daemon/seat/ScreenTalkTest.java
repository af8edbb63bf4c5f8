package oxt.daemon.seat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import oxt.daemon.TestDaemon;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.seat.rfb.Picture;
import oxt.seat.rfb.PictureWriter;
import oxt.seat.rfb.TestPictures;
import oxt.seat.rfb.ViewerMessage;
import oxt.seat.rfb.ViewerWriter;
import oxt.store.Caller;

/** What a viewer sees first, of a screen that says what the test lets it. */
class ScreenTalkTest {
    private static final byte[] GREETING = greeting(32, 20);
    private static final byte[] OWN =
            "what the screen shows itself".getBytes(StandardCharsets.US_ASCII);
    private static final Picture STILL = TestPictures.picture(20, 20, (x, y) -> x * y);
    private static final byte[] SHOWN =
            bytes(PictureWriter.of(STILL, TestPictures.FORMAT, TestPictures.TILED).orElseThrow());

    private final Semaphore turns = new Semaphore(1);
    private Duration patience = Duration.ofDays(1);
    private final Screen screen = new Screen();
    private final Watcher viewer = new Watcher();
    private Optional<ScreenTalk> talk = Optional.empty();

    @AfterEach
    void end() {
        talk.ifPresent(ScreenTalk::close);
    }

    @Test
    void a_viewer_sees_a_still_before_the_screen_shows_anything() throws Exception {
        begin(() -> Optional.of(STILL));
        screen.say(GREETING);
        ask(0);
        viewer.awaitSeen(GREETING, SHOWN);
        screen.say(OWN);
        viewer.awaitSeen(GREETING, SHOWN, OWN);
    }

    @Test
    void what_the_screen_says_meanwhile_comes_behind_it() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        begin(
                () -> {
                    asked.await();
                    return Optional.of(STILL);
                });
        ask(0);
        screen.say(joined(GREETING, OWN));
        asked.countDown();
        viewer.awaitSeen(GREETING, SHOWN, OWN);
    }

    @Test
    void a_still_of_another_size_is_not_shown() throws Exception {
        begin(() -> Optional.of(TestPictures.picture(15, 20, (_, _) -> 0)));
        ask(0);
        screen.say(GREETING);
        screen.say(OWN);
        viewer.awaitSeen(GREETING, OWN);
    }

    @Test
    void who_asks_for_changes_only_gets_no_still() throws Exception {
        begin(() -> Optional.of(STILL));
        ask(1);
        screen.say(GREETING);
        screen.say(OWN);
        viewer.awaitSeen(GREETING, OWN);
    }

    @Test
    void a_still_that_is_late_is_never_shown_and_holds_nothing_up() throws Exception {
        patience = Duration.ZERO;
        CountDownLatch late = new CountDownLatch(1);
        begin(
                () -> {
                    late.await();
                    return Optional.of(STILL);
                });
        ask(0);
        screen.say(GREETING);
        screen.say(OWN);
        viewer.awaitSeen(GREETING, OWN);
        late.countDown();
        screen.say(OWN);
        viewer.awaitSeen(GREETING, OWN, OWN);
    }

    @Test
    void where_too_many_are_shown_already_the_screens_own_is_the_first() throws Exception {
        turns.acquire();
        begin(() -> Optional.of(STILL));
        ask(0);
        screen.say(GREETING);
        screen.say(OWN);
        viewer.awaitSeen(GREETING, OWN);
        assertEquals(0, turns.availablePermits());
    }

    @Test
    void a_screen_that_ends_before_anybody_asks_for_it_ends_the_talk() throws Exception {
        begin(() -> Optional.of(STILL));
        talk.orElseThrow().hear(ViewerWriter.of(new ViewerMessage.Version()));
        screen.say(GREETING);
        screen.close();
        TestDaemon.await("the end", () -> viewer.end().isPresent());
        assertEquals(Optional.of("VM work shows no screen any more."), viewer.end());
        TestDaemon.await("the turn is given back", () -> turns.availablePermits() == 1);
    }

    private void begin(ScreenTalk.Still still) {
        HostSeat seat = new HostSeat(InstantSource.fixed(Instant.EPOCH), Map::of, (_, _, _) -> {});
        talk =
                Optional.of(
                        ScreenTalk.begin(
                                new ScreenTalk.Looked(
                                        Caller.DAEMON,
                                        VmId.of("0f3c1a52-7d0e-4a55-9d0f-6a1f4f0d2b11"),
                                        new VmName("work"),
                                        ScreenTalk.Hands.FREE),
                                new ScreenTalk.Screen(screen, still, new Stills(turns, patience)),
                                seat,
                                viewer,
                                () -> {}));
    }

    /** As a viewer that knows tiles. */
    private void ask(int incremental) {
        for (ViewerMessage message :
                new ViewerMessage[] {
                    new ViewerMessage.Version(),
                    new ViewerMessage.Open(),
                    new ViewerMessage.Ready(),
                    TestPictures.FORMAT,
                    TestPictures.TILED,
                    new ViewerMessage.Update(incremental, 0, 0, 32, 20)
                }) {
            talk.orElseThrow().hear(ViewerWriter.of(message));
        }
    }

    private static byte[] greeting(int width, int height) {
        ByteBuffer init = ByteBuffer.allocate(12 + 2 + 4 + 24 + 4);
        init.put("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
        init.put((byte) 1).put((byte) 1).putInt(0);
        init.putShort((short) width).putShort((short) height);
        init.put(new byte[] {32, 24, 0, 1, 0, -1, 0, -1, 0, -1, 16, 8, 0, 0, 0, 0});
        return init.putInt(4).put("QEMU".getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** Says what it is told to. */
    private static final class Screen implements ByteChannel {
        private static final byte[] END = {};

        private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();

        void say(byte[] bytes) {
            said.add(bytes);
        }

        @Override
        public int read(ByteBuffer into) {
            try {
                byte[] next = said.take();
                into.put(next);
                return next.length == 0 ? -1 : next.length;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        @Override
        public int write(ByteBuffer from) {
            int count = from.remaining();
            from.position(from.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            said.add(END);
        }
    }

    private static final class Watcher implements Viewer {
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        private Optional<String> end = Optional.empty();

        @Override
        public synchronized void show(ByteBuffer bytes) {
            seen.writeBytes(bytes(bytes));
        }

        @Override
        public synchronized void end(String why) {
            end = Optional.of(why);
        }

        synchronized Optional<String> end() {
            return end;
        }

        private synchronized byte[] seen() {
            return seen.toByteArray();
        }

        void awaitSeen(byte[]... parts) throws InterruptedException {
            byte[] wanted = joined(parts);
            TestDaemon.await("so many bytes", () -> seen().length >= wanted.length);
            assertArrayEquals(wanted, seen());
        }
    }
}
