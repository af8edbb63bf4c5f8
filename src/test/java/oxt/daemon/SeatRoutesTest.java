package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.CallerRole;
import oxt.api.SeatReply;
import oxt.api.SeatRow;
import oxt.client.Request;
import oxt.daemon.http.Limits;
import oxt.engine.sim.SimEngine;
import oxt.host.crypto.PasswordLibrary;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.seat.Input;
import oxt.seat.Input.Motion;
import oxt.seat.Key;

/** Screens and keys by the API, with simulated VMs that only remember what was typed. */
class SeatRoutesTest {
    private static final int CTRL = 0x1d;
    private static final int ALT = 0x38;
    private static final int DELETE = 0xd3;
    private static final int TWO = 0x03;
    private static final int A = 0x1e;

    /** Two viewers and not three; the other limits are in nobody's way. */
    private static final Limits TWO_SCREENS =
            new Limits(1 << 20, 8 << 10, 64, 8, 8, 2, 8, Duration.ofSeconds(60));

    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestClient client;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, engine, TWO_SCREENS);
        client = daemon.client();
        for (String name : List.of("work", "personal")) {
            client.done("/v1/vms", "{\"name\":\"" + name + "\",\"nics\":[],\"disks\":[]," + KERNEL);
            client.done("/v1/vms/" + name + "/start", "");
        }
    }

    private static final String KERNEL =
            "\"boot\":{\"firmware\":\"direct-kernel\",\"image\":\"minimal\"}}";

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void a_seat_begins_at_the_console_and_has_each_vm_in_a_slot_with_a_colour() {
        SeatReply seat = seat();
        assertEquals(SeatReply.Focus.CONSOLE, seat.focus());
        assertEquals("ctrl+alt+delete", seat.attention());
        assertEquals("ctrl", seat.slots());
        assertEquals(
                List.of("1 work", "2 personal"),
                seat.vms().stream().map(vm -> vm.slot().orElseThrow() + " " + vm.name()).toList());
        assertEquals(2, seat.vms().stream().map(SeatRow::colour).distinct().count());
    }

    @Test
    void what_is_typed_goes_to_the_vm_in_focus_and_to_no_other() throws Exception {
        try (ScreenViewer work = viewer("work");
                ScreenViewer personal = viewer("personal")) {
            focus("work");
            work.strike(A);
            personal.strike(A);
            work.picture(ScreenViewer.Wanted.WHOLE);
            personal.picture(ScreenViewer.Wanted.WHOLE);
            assertEquals(List.of(down(A), up(A)), typed("work"));
            assertEquals(List.of(), typed("personal"));
        }
    }

    @Test
    void a_chord_moves_the_focus_and_what_was_down_comes_up() throws Exception {
        try (ScreenViewer work = viewer("work")) {
            focus("work");
            work.press(CTRL);
            work.press(TWO);
            awaitFocus(Optional.of("personal"));
            work.release(TWO);
            work.release(CTRL);
            work.picture(ScreenViewer.Wanted.WHOLE);
            assertEquals(List.of(down(CTRL), up(CTRL)), typed("work"));
        }
    }

    @Test
    void attention_leads_to_the_console_and_its_last_key_reaches_no_guest() throws Exception {
        try (ScreenViewer work = viewer("work")) {
            focus("work");
            work.press(CTRL);
            work.press(ALT);
            work.press(DELETE);
            awaitFocus(Optional.empty());
            List<Input> typed = new ArrayList<>(typed("work"));
            assertTrue(typed.stream().noneMatch(down(DELETE)::equals), typed.toString());
        }
    }

    @Test
    void a_switch_is_told_as_an_event_and_stands_in_the_audit_log() throws Exception {
        focus("work");
        assertEquals(200, client.post("/v1/seat/lock", "").status());
        TestDaemon.await(
                "both are on record",
                () -> {
                    String audit = client.get("/v1/audit?after=0").body();
                    return audit.contains("\"what\":\"seat-focus\",\"object\":\"work\"")
                            && audit.contains("\"what\":\"seat-locked\"");
                });
        assertTrue(
                client.get("/v1/events?after=0&follow=no").body().contains("seat-focus"), "events");
    }

    @Test
    void a_locked_seat_gives_no_vm_the_focus() {
        client.post("/v1/seat/lock", "");
        assertEquals(
                List.of("seat-locked"), client.post("/v1/seat/focus", "{\"vm\":\"work\"}").codes());
        client.post("/v1/seat/unlock", "");
        focus("work");
    }

    @Test
    void a_seat_with_a_password_is_unlocked_by_nobody_without_it() {
        assumeTrue(PasswordLibrary.find().isPresent(), "there is no libcrypt.so.1");
        assertEquals(200, client.put("/v1/seat/password", "correct horse").status());
        assertEquals(SeatReply.Unlock.PASSWORD, seat().unlock());
        client.post("/v1/seat/lock", "");
        assertEquals(List.of("seat-password-wrong"), client.post("/v1/seat/unlock", "").codes());
        assertEquals(
                List.of("seat-unlock-too-soon"),
                client.post("/v1/seat/unlock", "correct horse").codes());
        assertEquals(
                List.of("seat-locked"), client.post("/v1/seat/focus", "{\"vm\":\"work\"}").codes());
        daemon.close();
        daemon = TestDaemon.begin(folder, engine, TWO_SCREENS);
        client = daemon.client();
        assertEquals(SeatReply.Lock.LOCKED, seat().lock());
        assertEquals(200, client.post("/v1/seat/unlock", "correct horse").status());
        focus("work");
    }

    @Test
    void a_vm_that_is_off_gets_no_focus_and_has_no_screen() throws Exception {
        client.done("/v1/vms/work/kill", "");
        assertEquals(
                List.of("vm-not-running"),
                client.post("/v1/seat/focus", "{\"vm\":\"work\"}").codes());
        IOException refused = assertThrows(IOException.class, () -> viewer("work"));
        assertTrue(refused.getMessage().contains("vm-not-running"), refused.getMessage());
    }

    @Test
    void the_console_has_the_focus_and_the_viewer_a_reason_when_the_vm_ends() throws Exception {
        try (ScreenViewer work = viewer("work")) {
            focus("work");
            client.done("/v1/vms/work/kill", "");
            assertEquals("VM work shows no screen any more.", work.end());
        }
        awaitFocus(Optional.empty());
    }

    @Test
    void a_viewer_that_is_not_understood_hears_why_and_the_next_one_is_served() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (ScreenViewer work = viewer("work")) {
                work.say(new byte[] {7});
                assertEquals(
                        "The viewer is not understood. It sends a message of type 7.", work.end());
            }
        }
    }

    @Test
    void a_frame_that_is_too_large_ends_the_talk_and_its_connection() throws Exception {
        try (SocketChannel channel =
                SocketChannel.open(
                        UnixDomainSocketAddress.of(TestDaemon.run(folder).resolve("api.sock")))) {
            InputStream in = Channels.newInputStream(channel);
            OutputStream out = Channels.newOutputStream(channel);
            String asked =
                    "GET /v1/vms/work/display HTTP/1.1\r\nHost: localhost\r\n"
                            + WebSocketBytes.HEADERS
                            + "\r\n";
            out.write(asked.getBytes(StandardCharsets.US_ASCII));
            assertEquals(101, WebSocketBytes.status(in));
            out.write(WebSocketBytes.begun((64 << 10) + 1));
            assertEquals(1009, WebSocketBytes.closed(in));
        }
    }

    @Test
    void who_may_only_look_types_nothing_and_moves_no_focus() throws Exception {
        focus("work");
        Request looking =
                Request.get("/v1/vms/work/display")
                        .behalfOf(new Request.Asker(CallerRole.VIEW, "bob"));
        try (ScreenViewer work =
                ScreenViewer.at(TestDaemon.run(folder).resolve("api.sock"), looking)) {
            work.strike(A);
            work.press(CTRL);
            work.press(TWO);
            work.picture(ScreenViewer.Wanted.WHOLE);
            assertEquals(List.of(), typed("work"));
            assertEquals(Optional.of("work"), seat().vm().map(VmName::text));
        }
    }

    @Test
    void more_viewers_than_the_limit_are_refused_and_one_who_goes_makes_room() throws Exception {
        try (ScreenViewer _ = viewer("work")) {
            try (ScreenViewer _ = viewer("work")) {
                IOException refused = assertThrows(IOException.class, () -> viewer("personal"));
                assertTrue(refused.getMessage().contains("over-limit"), refused.getMessage());
            }
            TestDaemon.await("there is room again", () -> canLook("personal"));
        }
    }

    @Test
    void a_request_that_asks_for_no_websocket_is_told_so() {
        for (int round = 0; round < 3; round++) {
            assertEquals(List.of("not-a-websocket"), client.get("/v1/vms/work/display").codes());
        }
    }

    private boolean canLook(String vm) {
        try (ScreenViewer _ = viewer(vm)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private ScreenViewer viewer(String vm) throws IOException {
        return ScreenViewer.at(TestDaemon.run(folder).resolve("api.sock"), vm);
    }

    private void focus(String vm) {
        TestClient.Reply reply = client.post("/v1/seat/focus", "{\"vm\":\"" + vm + "\"}");
        assertEquals(200, reply.status(), reply.body());
    }

    private void awaitFocus(Optional<String> vm) throws InterruptedException {
        TestDaemon.await("the focus is on " + vm, () -> seat().vm().map(VmName::text).equals(vm));
    }

    private SeatReply seat() {
        return SeatReply.SHAPE.read(client.get("/v1/seat").json()).orThrow();
    }

    /** After a picture that was asked for behind it: what is typed comes first. */
    private List<Input> typed(String vm) {
        String id =
                client.get("/v1/vms/" + vm).body().replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        return engine.typed(VmId.of(id));
    }

    private static Input down(int position) {
        return new Input.Keystroke(new Key.At(position), 0, Motion.DOWN);
    }

    private static Input up(int position) {
        return new Input.Keystroke(new Key.At(position), 0, Motion.UP);
    }
}
