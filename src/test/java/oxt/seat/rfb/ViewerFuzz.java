package oxt.seat.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** All that a viewer, or whoever says that it is one, sends to a VM's screen. */
public final class ViewerFuzz {
    private ViewerFuzz() {}

    public static void talk(byte[] bytes) {
        List<ViewerMessage> whole = new ViewerReader().read(ByteBuffer.wrap(bytes));
        assertEquals(whole, inParts(bytes), "read in parts it is something else");
        // A key that is told by its symbol goes on by its place, which is 12 bytes for 8.
        ByteBuffer written = ByteBuffer.allocate(2 * bytes.length);
        List<ViewerMessage> passed = new ArrayList<>();
        for (ViewerMessage message : whole) {
            written.put(ViewerWriter.of(message));
            switch (message) {
                case ViewerMessage.Dropped() -> {}
                case ViewerMessage.Strange(var why) -> {
                    assertEquals(message, whole.getLast());
                    assertFalse(why.matches("(?s).*\\p{Cntrl}.*"), why);
                }
                default -> passed.add(message);
            }
        }
        List<ViewerMessage> again = new ViewerReader().read(written.flip());
        assertEquals(passed.size(), again.size(), "what goes on is not what was understood");
        for (int index = 0; index < again.size(); index++) {
            assertTrue(
                    ViewerWriter.of(again.get(index)).equals(ViewerWriter.of(passed.get(index))),
                    "what goes on is not what was understood");
        }
    }

    private static List<ViewerMessage> inParts(byte[] bytes) {
        ViewerReader reader = new ViewerReader();
        List<ViewerMessage> messages = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += 7) {
            messages.addAll(
                    reader.read(ByteBuffer.wrap(bytes, from, Math.min(7, bytes.length - from))));
        }
        return messages;
    }
}
