package oxt.seat.rfb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class PictureWriterTest {
    private static final int BLUE = 0x2040a0;
    private static final int WHITE = 0xffffff;

    /** Something like text: two colours in small pieces. */
    private static final IntBinaryOperator TEXT =
            (x, y) -> x % 8 < 5 && y % 16 < 9 && (x * 7 + y * 3) % 5 < 2 ? WHITE : BLUE;

    @Test
    void a_viewer_sees_the_picture_as_it_is_in_tiles_and_dot_by_dot() {
        Random random = new Random(5);
        int[] noise = random.ints(70 * 37, 0, 1 << 24).toArray();
        int[] few = random.ints(70 * 37, 0, 3).toArray();
        for (IntBinaryOperator colour :
                List.<IntBinaryOperator>of(
                        TEXT,
                        (_, _) -> BLUE,
                        (x, y) -> noise[y * 70 + x],
                        (x, y) -> 0x010203 * few[y * 70 + x],
                        (x, y) -> x < 35 ? BLUE : noise[y * 70 + x],
                        (x, y) -> (x * 4 & 0xff) << 16 | (y * 4 & 0xff))) {
            Picture picture = TestPictures.picture(70, 37, colour);
            int[] dots = new int[70 * 37];
            for (int at = 0; at < dots.length; at++) {
                int dot = colour.applyAsInt(at % 70, at / 70);
                dots[at] = (dot & 0xff) << 16 | dot & 0xff00 | dot >> 16;
            }
            for (ViewerMessage.Encodings form : List.of(TestPictures.PLAIN, TestPictures.TILED)) {
                ByteBuffer update =
                        PictureWriter.of(picture, TestPictures.FORMAT, form).orElseThrow();
                assertArrayEquals(
                        dots, TestPictures.seen(update, 4, ByteOrder.LITTLE_ENDIAN), form + "");
            }
        }
    }

    @Test
    void a_screen_of_text_is_a_fifth_in_tiles() {
        Picture picture =
                TestPictures.picture(720, 400, (x, y) -> y < 160 ? TEXT.applyAsInt(x, y) : BLUE);
        int plain = size(picture, TestPictures.PLAIN);
        int tiled = size(picture, TestPictures.TILED);
        assertTrue(tiled < plain / 5, tiled + " of " + plain);
    }

    @Test
    void colours_are_as_the_viewer_wants_them() {
        Picture red = TestPictures.picture(1, 1, (_, _) -> 0xff0010);
        var high = new ViewerMessage.Format(16, 16, 1, 1, 31, 63, 31, 11, 5, 0);
        var small = new ViewerMessage.Format(8, 8, 0, 1, 7, 7, 3, 0, 3, 6);
        assertArrayEquals(new int[] {0xf801}, seen(red, high, ByteOrder.BIG_ENDIAN));
        assertArrayEquals(new int[] {0x07}, seen(red, small, ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void a_viewer_with_a_table_of_colours_waits_for_the_screens_own() {
        var table = new ViewerMessage.Format(8, 8, 0, 0, 0, 0, 0, 0, 0, 0);
        Picture picture = TestPictures.picture(1, 1, (_, _) -> BLUE);
        assertEquals(Optional.empty(), PictureWriter.of(picture, table, TestPictures.PLAIN));
    }

    @Test
    void what_is_no_whole_picture_is_none() {
        byte[] whole = TestPictures.ppm(3, 2, TEXT);
        assertTrue(Picture.ofPpm(whole).isPresent());
        for (int length = 0; length < whole.length; length++) {
            assertTrue(Picture.ofPpm(Arrays.copyOf(whole, length)).isEmpty());
        }
        for (String head :
                List.of("P6\n0 2\n255\n", "P6\n99999 99999\n255\n", "P5\n1 1\n255\nxxx")) {
            assertTrue(Picture.ofPpm(head.getBytes(StandardCharsets.US_ASCII)).isEmpty(), head);
        }
    }

    private static int[] seen(Picture picture, ViewerMessage.Format format, ByteOrder order) {
        ByteBuffer update = PictureWriter.of(picture, format, TestPictures.PLAIN).orElseThrow();
        return TestPictures.seen(update, format.bitsPerPixel() / 8, order);
    }

    private static int size(Picture picture, ViewerMessage.Encodings form) {
        return PictureWriter.of(picture, TestPictures.FORMAT, form).orElseThrow().remaining();
    }
}
