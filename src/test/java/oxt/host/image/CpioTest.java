package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import oxt.host.image.Cpio.Access;

class CpioTest {
    @Test
    void the_order_of_adding_does_not_change_a_byte() {
        var one = new Cpio();
        one.file("etc/hosts", Access.READABLE, bytes("127.0.0.1"));
        one.link("bin/sh", "busybox");
        var other = new Cpio();
        other.link("bin/sh", "busybox");
        other.file("etc/hosts", Access.READABLE, bytes("127.0.0.1"));
        assertArrayEquals(one.bytes(), other.bytes());
    }

    @Test
    void folders_come_before_what_is_in_them_and_the_end_is_marked() {
        var cpio = new Cpio();
        cpio.file("a/b/c", Access.RUNNABLE, bytes("x"));
        assertEquals(
                List.of("a 40755 0", "a/b 40755 0", "a/b/c 100755 1", "TRAILER!!! 0 0"),
                listing(cpio.bytes()));
    }

    @Test
    void a_link_holds_its_target() {
        var cpio = new Cpio();
        cpio.link("init", "bin/busybox");
        assertEquals(List.of("init 120777 11", "TRAILER!!! 0 0"), listing(cpio.bytes()));
    }

    @Test
    void a_path_that_would_leave_the_archive_is_refused() {
        var cpio = new Cpio();
        for (String path : List.of("", "/etc", "etc/", "a//b")) {
            assertThrows(IllegalArgumentException.class, () -> cpio.folder(path));
        }
    }

    /** As the kernel reads it: a header of 110 characters, each part padded to four bytes. */
    private static List<String> listing(byte[] archive) {
        var listing = new ArrayList<String>();
        int at = 0;
        while (at < archive.length) {
            assertEquals("070701", text(archive, at, 6));
            int mode = field(archive, at, 1);
            int size = field(archive, at, 6);
            int nameSize = field(archive, at, 11);
            String name = text(archive, at + 110, nameSize - 1);
            listing.add(name + " " + Integer.toOctalString(mode) + " " + size);
            at = padded(padded(at + 110 + nameSize) + size);
        }
        assertEquals(archive.length, at);
        return listing;
    }

    private static int field(byte[] archive, int at, int number) {
        return Integer.parseInt(text(archive, at + 6 + 8 * number, 8), 16);
    }

    private static String text(byte[] archive, int at, int length) {
        return new String(archive, at, length, StandardCharsets.US_ASCII);
    }

    private static int padded(int at) {
        return (at + 3) / 4 * 4;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
