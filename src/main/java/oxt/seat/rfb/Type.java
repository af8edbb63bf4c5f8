package oxt.seat.rfb;

/** The first byte of what viewers say (RFC 6143, 7.5, and the community's list). */
final class Type {
    static final int FORMAT = 0;
    static final int ENCODINGS = 2;
    static final int UPDATE = 3;
    static final int KEY = 4;
    static final int POINTER = 5;
    static final int CUT_TEXT = 6;
    static final int SIZE = 251;
    static final int QEMU = 255;

    private Type() {}
}
