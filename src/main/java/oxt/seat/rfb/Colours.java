package oxt.seat.rfb;

import java.nio.ByteBuffer;

/** Writes colours as a viewer wants them. */
record Colours(ViewerMessage.Format format) {
    private static final int BYTE = 0xff;

    /** Of one dot, in bytes. */
    int size() {
        return format.bitsPerPixel() / 8;
    }

    /**
     * @param dot red, green and blue, a byte each
     * @param bytes in the viewer's order
     */
    void put(int dot, ByteBuffer bytes) {
        int value =
                scaled(dot >> 16 & BYTE, format.redMost()) << format.redShift()
                        | scaled(dot >> 8 & BYTE, format.greenMost()) << format.greenShift()
                        | scaled(dot & BYTE, format.blueMost()) << format.blueShift();
        switch (size()) {
            case 1 -> bytes.put((byte) value);
            case 2 -> bytes.putShort((short) value);
            default -> bytes.putInt(value);
        }
    }

    private static int scaled(int of255, int most) {
        return most == BYTE ? of255 : of255 * most / BYTE;
    }
}
