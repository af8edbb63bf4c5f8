package oxt.host.diskfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A header's fields; what lies behind the end of the file reads as zero. */
final class Numbers {
    private final ByteBuffer bytes;
    private final int present;

    private Numbers(byte[] found, int length, ByteOrder order) {
        this.bytes = ByteBuffer.wrap(Arrays.copyOf(found, length)).order(order);
        this.present = found.length;
    }

    static Numbers read(Content content, Region region, ByteOrder order) throws IOException {
        int length = Math.toIntExact(region.length());
        return new Numbers(content.bytes(region.offset(), length), length, order);
    }

    /** Whether the file had all of the header's bytes. */
    boolean isWhole() {
        return present == bytes.capacity();
    }

    int unsignedByte(int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }

    /** 32 bits without a sign. */
    long word(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    int half(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    /** 64 bits; beyond 2^63 it is negative, and no bound lets it pass. */
    long number(int at) {
        return bytes.getLong(at);
    }

    /** One byte for each character. */
    String text(int at, int length) {
        return new String(bytes.array(), at, length, StandardCharsets.ISO_8859_1);
    }

    boolean isZero(int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The sum of all bytes but the four of the checksum itself, inverted, as VHD has it. */
    long vhdChecksum(int field) {
        long sum = 0;
        for (int at = 0; at < bytes.capacity(); at++) {
            sum += at >= field && at < field + 4 ? 0 : unsignedByte(at);
        }
        return ~sum & 0xffff_ffffL;
    }
}
