package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.SeatReply;
import oxt.api.TaskState;
import oxt.host.image.Recipe;

/** Screens of real guests, and keys that they themselves say have come. */
@Tag("guest")
class SeatGuestTest {
    private static final String VM =
            "{\"name\":\"%s\",\"memory\":\"128MiB\",\"display\":\"on\",\"nics\":[],"
                    + "\"boot\":{\"firmware\":\"direct-kernel\",\"image\":\"minimal\"}}";

    private static final int CTRL = 29;
    private static final int TWO = 3;
    private static final int A = 30;
    private static final int B = 48;

    /** Each event device into one file, from now on; the reply says how many there are. */
    private static final String RECORD =
            "echo a picture > /dev/tty1;"
                    + " for e in /dev/input/event*; do cat $e >> /keys 2> /dev/null & done;"
                    + " ls /dev/input | grep -c event";

    /** Of a record of an event device: 16 bytes of time, then type, code and value. */
    private static final int RECORD_BYTES = 24;

    private final GuestFolder guests;
    private final Path socket;

    SeatGuestTest() throws IOException, InterruptedException {
        guests = GuestFolder.with(Recipe.MINIMAL);
        socket = guests.path().resolve("run/api.sock");
    }

    @AfterEach
    void takeAway() {
        guests.close();
    }

    @Test
    void keys_reach_the_guest_in_focus_and_no_other_and_come_up_when_it_loses_the_focus()
            throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            for (String name : List.of("work", "personal")) {
                assertEquals(TaskState.DONE, client.done("/v1/vms", VM.formatted(name)).state());
                assertEquals(TaskState.DONE, client.done("/v1/vms/" + name + "/start", "").state());
            }
            String devices = run(client, "work", RECORD);
            run(client, "personal", RECORD);
            assertFalse(devices.strip().equals("0"), "the guest has no keyboard");
            try (ScreenViewer work = ScreenViewer.at(socket, "work");
                    ScreenViewer personal = ScreenViewer.at(socket, "personal")) {
                assertTrue(isAPicture(work.picture(ScreenViewer.Wanted.WHOLE)), "black");

                client.post("/v1/seat/focus", "{\"vm\":\"work\"}");
                personal.strike(B);
                work.cut("never seen by any guest");
                work.strike(A);
                work.press(CTRL);
                work.press(TWO);
                TestDaemon.await("the focus moved", () -> focus(client).equals("personal"));
                work.strike(B);
                personal.strike(B);
                awaitKeys(client, "work", "30:1 30:0 29:1 29:0 ");
                awaitKeys(client, "personal", "48:1 48:0 ");
            }
        }
    }

    private static void awaitKeys(TestClient client, String vm, String keys)
            throws InterruptedException {
        List<String> seen = new ArrayList<>();
        try {
            TestDaemon.await(
                    keys + "in " + vm,
                    () -> {
                        seen.add(keys(run(client, vm, "od -An -v -tx1 /keys")));
                        return seen.getLast().equals(keys);
                    });
        } catch (AssertionError late) {
            throw new AssertionError("it has " + seen.getLast(), late);
        }
    }

    private static String keys(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal.replaceAll("[^0-9a-f]", ""));
        ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder keys = new StringBuilder();
        for (int at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
            if (records.getShort(at + 16) == 1) {
                keys.append(records.getShort(at + 18)).append(':');
                keys.append(records.getInt(at + 20)).append(' ');
            }
        }
        return keys.toString();
    }

    private static boolean isAPicture(byte[] bytes) {
        for (byte each : bytes) {
            if (each != 0) {
                return true;
            }
        }
        return false;
    }

    private static String focus(TestClient client) {
        SeatReply seat = SeatReply.SHAPE.read(client.get("/v1/seat").json()).orThrow();
        return seat.vm().map(Object::toString).orElse("");
    }

    private static String run(TestClient client, String vm, String command) {
        // Between the chunks of HTTP stand their lengths.
        String reply =
                client.post(
                                "/v1/vms/" + vm + "/run?patience-seconds=120",
                                "{\"command\":[\"sh\",\"-c\",\"" + command + "\"]}")
                        .body()
                        .replaceAll("(?m)^[0-9a-fA-F]{1,5}\r\n", "")
                        .replace("\r\n", "");
        StringBuilder out = new StringBuilder();
        Matcher part = Pattern.compile("out ([0-9]+)\n").matcher(reply);
        for (int from = 0; part.find(from); ) {
            from = part.end() + Integer.parseInt(part.group(1));
            out.append(reply, part.end(), from);
        }
        return out.toString();
    }
}
