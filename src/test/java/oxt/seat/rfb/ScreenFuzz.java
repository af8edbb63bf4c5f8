package oxt.seat.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

/** All that a VM's process says of its screen before the first picture, and as a picture. */
public final class ScreenFuzz {
    private ScreenFuzz() {}

    public static void greeting(byte[] bytes) {
        ScreenGreeting whole = new ScreenGreeting();
        ByteBuffer left = ByteBuffer.wrap(bytes);
        whole.read(left);
        ScreenGreeting parts = new ScreenGreeting();
        int read = 0;
        for (int from = 0; from < bytes.length && !parts.isOver(); from += 7) {
            ByteBuffer part = ByteBuffer.wrap(bytes, from, Math.min(7, bytes.length - from));
            parts.read(part);
            read = part.position();
        }
        assertEquals(whole.isOver(), parts.isOver());
        assertEquals(whole.isOver() ? left.position() : bytes.length, read);
        assertEquals(whole.format(), parts.format());
    }

    public static void picture(byte[] bytes) {
        Picture.ofPpm(bytes)
                .ifPresent(
                        picture -> {
                            for (var form :
                                    new ViewerMessage.Encodings[] {
                                        TestPictures.PLAIN, TestPictures.TILED
                                    }) {
                                assertTrue(
                                        PictureWriter.of(picture, TestPictures.FORMAT, form)
                                                .isPresent());
                            }
                        });
    }
}
