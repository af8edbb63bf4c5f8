package oxt.seat.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.seat.Input;
import oxt.seat.Input.Motion;
import oxt.seat.Key;

class ViewerReaderTest {

    @Test
    void a_viewer_greets_and_asks_for_the_picture() {
        assertEquals(
                List.of(
                        new ViewerMessage.Version(),
                        new ViewerMessage.Open(),
                        new ViewerMessage.Ready(),
                        new ViewerMessage.Update(1, 0, 0, 640, 480)),
                new ViewerReader()
                        .read(
                                bytes(
                                        "52464220 3030332e 3030380a 01 00"
                                                + "03 01 0000 0000 0280 01e0")));
    }

    @Test
    void a_viewer_that_would_be_alone_is_not() {
        ViewerReader reader = new ViewerReader();
        List<ViewerMessage> messages = reader.read(bytes("52464220 3030332e 3030380a 01 00"));
        assertEquals(bytes("01"), ViewerWriter.of(messages.getLast()));
    }

    @Test
    void a_key_is_read_by_its_position_where_the_viewer_says_it() {
        assertEquals(
                List.of(
                        does(new Input.Keystroke(new Key.At(0xd3), 0xffff, Motion.DOWN)),
                        does(new Input.Keystroke(new Key.At(0x1e), 'a', Motion.UP)),
                        does(new Input.Keystroke(new Key.Saying(0xe9), 0xe9, Motion.DOWN))),
                talk(
                        "ff 00 0001 0000ffff 000000d3"
                                + "04 00 0000 00000061"
                                + "04 01 0000 000000e9"));
    }

    @Test
    void a_position_whose_lower_half_is_another_key_goes_nowhere() {
        assertEquals(List.of(new ViewerMessage.Dropped()), talk("ff 00 0001 0000ffff 000100d3"));
    }

    @Test
    void what_was_cut_goes_nowhere_however_it_is_said() {
        assertEquals(
                List.of(
                        new ViewerMessage.Dropped(),
                        new ViewerMessage.Dropped(),
                        does(new Input.Pointer(1, 2, 3))),
                talk("06 000000 00000003 616263 06 000000 fffffffe 6162 05 01 0002 0003"));
    }

    @Test
    void encodings_that_do_more_than_show_pictures_are_left_out() {
        assertEquals(
                List.of(new ViewerMessage.Encodings(List.of(7, -258))),
                // Tight, the extended clipboard, sound, keys by position.
                talk("02 00 0004 00000007 c0a1e5ce fffffefd fffffefe"));
    }

    @Test
    void a_window_that_has_another_size_says_its_screens() {
        assertEquals(
                List.of(
                        does(
                                new Input.Resize(
                                        800,
                                        600,
                                        List.of(new Input.Screen(0, 0, 0, 800, 600, 0))))),
                talk("fb 00 0320 0258 01 00 00000000 0000 0000 0320 0258 00000000"));
    }

    @Test
    void a_viewer_that_cannot_be_understood_is_read_no_further() {
        for (String strange :
                List.of(
                        "07 0501 0002 0003",
                        "ff 01 0000 0501 0002 0003",
                        "02 00 0081 0501 0002 0003",
                        "06 000000 7fffffff 0501 0002 0003",
                        "fb 00 0320 0258 11 00 0501 0002 0003",
                        "00 000000 18 18 00 01 00ff 00ff 00ff 10 08 00 000000 0501 0002 0003")) {
            List<ViewerMessage> messages = talk(strange);
            assertEquals(1, messages.size(), strange);
            assertInstanceOf(ViewerMessage.Strange.class, messages.getFirst());
        }
    }

    @Test
    void another_version_or_a_password_is_strange() {
        assertInstanceOf(
                ViewerMessage.Strange.class,
                new ViewerReader().read(bytes("52464220 3030332e 3030330a 01")).getLast());
        assertInstanceOf(
                ViewerMessage.Strange.class,
                new ViewerReader().read(bytes("52464220 3030332e 3030380a 02")).getLast());
    }

    private static List<ViewerMessage> talk(String hex) {
        ViewerReader reader = new ViewerReader();
        reader.read(bytes("52464220 3030332e 3030380a 01 01"));
        return reader.read(bytes(hex));
    }

    private static ViewerMessage does(Input input) {
        return new ViewerMessage.Does(input);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
