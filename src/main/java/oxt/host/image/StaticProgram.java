package oxt.host.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Programs for guests that are nothing but a few instructions. */
final class StaticProgram {
    private static final long ADDRESS = 0x400000;
    private static final int HEADERS = 64 + 56;

    private StaticProgram() {}

    /**
     * A static ELF file of one segment (System V ABI, chapters 4 and 5).
     *
     * @param code in hexadecimal digits; its first instruction is where it begins
     */
    static byte[] of(String code) {
        byte[] bytes = HexFormat.of().parseHex(code);
        ByteBuffer file =
                ByteBuffer.allocate(HEADERS + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(HexFormat.of().parseHex("7f454c46020101000000000000000000"));
        file.putShort((short) 2).putShort((short) 62).putInt(1); // executable, x86-64, version
        file.putLong(ADDRESS + HEADERS).putLong(64).putLong(0); // entry, segments, no sections
        file.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 1);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(5).putLong(0); // PT_LOAD, readable and executable, from the start
        file.putLong(ADDRESS).putLong(ADDRESS).putLong(file.capacity()).putLong(file.capacity());
        file.putLong(4096).put(bytes);
        return file.array();
    }
}
