package oxt.trust.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import oxt.trust.Bytes;

/** Made-up programs for UEFI, which nothing could run. */
public final class Programs {
    private static final int SECTIONS = 0x58 + 0xf0;
    private static final int SECTION = 40;

    private Programs() {}

    /**
     * @param mark makes it another than the others
     * @param sections that it has besides one of code, each without content
     */
    public static Bytes with(int mark, String... sections) {
        byte[] bytes = new byte[0x400];
        put(bytes, 0, 'M', 'Z');
        bytes[0x3c] = 0x40;
        put(bytes, 0x40, 'P', 'E', 0, 0, 0x64, 0x86, 1 + sections.length, 0);
        bytes[0x40 + 20] = (byte) 0xf0;
        put(bytes, 0x58, 0x0b, 0x02);
        put(bytes, 0x58 + 60, 0, 2);
        section(bytes, SECTIONS, ".text");
        put(bytes, SECTIONS + 8, 0, 2);
        put(bytes, SECTIONS + 16, 0, 2);
        put(bytes, SECTIONS + 20, 0, 2);
        for (int index = 0; index < sections.length; index++) {
            section(bytes, SECTIONS + (index + 1) * SECTION, List.of(sections).get(index));
        }
        bytes[0x200] = (byte) mark;
        return Bytes.of(bytes);
    }

    private static void section(byte[] bytes, int at, String name) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, bytes, at, letters.length);
    }

    private static void put(byte[] bytes, int at, int... values) {
        for (int index = 0; index < values.length; index++) {
            bytes[at + index] = (byte) values[index];
        }
    }
}
