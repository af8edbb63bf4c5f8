package oxt.engine.xen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import oxt.model.Reading;

/** All that comes over xenstore's socket: its answers, and in them what guests have written. */
public final class XenstoreFuzz {
    private XenstoreFuzz() {}

    /** Message after message, as far as they go. */
    public static void talk(byte[] bytes) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        while (in.available() >= XenstoreMessage.HEAD_BYTES) {
            byte[] head = in.readNBytes(XenstoreMessage.HEAD_BYTES);
            switch (XenstoreMessage.head(head)) {
                case Reading.Bad<XenstoreMessage.Head>(var problems) -> {
                    assertEquals("xenstore-garbled", problems.getFirst().code());
                    return;
                }
                case Reading.Good<XenstoreMessage.Head>(var good) -> {
                    assertTrue(good.length() <= XenstoreMessage.LARGEST_BODY);
                    if (in.available() < good.length()) {
                        return;
                    }
                    message(head, good, in.readNBytes(good.length()));
                }
            }
        }
    }

    private static void message(byte[] head, XenstoreMessage.Head read, byte[] body) {
        XenstoreMessage message = XenstoreMessage.of(read, body);
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        assertArrayEquals(whole, message.bytes());
        List<String> words = message.words();
        assertFalse(words.stream().anyMatch(word -> word.indexOf(0) >= 0));
        assertEquals(body.length == 0, words.isEmpty());
    }
}
