package oxt.daemon;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An initramfs with another program to begin with: a second archive behind the first. */
final class MeasuredInitramfs {
    private static final int REGULAR_RUNNABLE = 0100755;
    private static final int WORD = 4;

    private MeasuredInitramfs() {}

    static byte[] of(byte[] initramfs, String init) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(initramfs);
        pad(out);
        entry(out, "init", REGULAR_RUNNABLE, init.getBytes(StandardCharsets.US_ASCII));
        entry(out, "TRAILER!!!", 0, new byte[0]);
        return out.toByteArray();
    }

    /** The newc form (Documentation/driver-api/early-userspace/buffer-format.rst). */
    private static void entry(ByteArrayOutputStream out, String name, int mode, byte[] content) {
        StringBuilder head = new StringBuilder("070701");
        int[] fields = {1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length() + 1, 0};
        for (int field : fields) {
            head.append(String.format("%08x", field));
        }
        out.writeBytes((head + name + "\0").getBytes(StandardCharsets.US_ASCII));
        pad(out);
        out.writeBytes(content);
        pad(out);
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % WORD != 0) {
            out.write(0);
        }
    }
}
