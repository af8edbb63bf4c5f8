package oxt.host.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An initramfs in the making: the cpio form "newc" (Linux, early-userspace/buffer-format).
 *
 * <p>The same entries give the same bytes, in whatever order they were added: paths are sorted,
 * inode numbers count up, owner and time are zero. Folders above an entry are added by themselves.
 */
final class Cpio {
    private static final int FOLDER = 0040755;
    private static final int LINK = 0120777;
    private static final String END = "TRAILER!!!";

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    enum Access {
        READABLE(0100644),
        RUNNABLE(0100755);

        private final int mode;

        Access(int mode) {
            this.mode = mode;
        }
    }

    private record Entry(int mode, Content content) {}

    /** Compared by identity, which nobody does. */
    private static final class Content {
        private final byte[] bytes;

        Content(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    void folder(String path) {
        add(path, FOLDER, new byte[0]);
    }

    void link(String path, String target) {
        add(path, LINK, target.getBytes(StandardCharsets.UTF_8));
    }

    void file(String path, Access access, byte[] bytes) {
        add(path, access.mode, bytes.clone());
    }

    boolean has(String path) {
        return entries.containsKey(path);
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        int inode = 1;
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            Entry entry = named.getValue();
            write(out, named.getKey(), inode++, entry.mode, entry.content.bytes);
        }
        write(out, END, 0, 0, new byte[0]);
        return out.toByteArray();
    }

    private void add(String path, int mode, byte[] bytes) {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
            throw new IllegalArgumentException("not a path inside an archive: " + path);
        }
        int slash = path.lastIndexOf('/');
        if (slash > 0 && !entries.containsKey(path.substring(0, slash))) {
            folder(path.substring(0, slash));
        }
        entries.put(path, new Entry(mode, new Content(bytes)));
    }

    private static void write(
            ByteArrayOutputStream out, String path, int inode, int mode, byte[] bytes) {
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        int links = (mode & 0170000) == 0040000 ? 2 : 1;
        int[] fields = {inode, mode, 0, 0, links, 0, bytes.length, 0, 0, 0, 0, name.length, 0};
        var header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format(Locale.ROOT, "%08x", field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        pad(out);
        out.writeBytes(bytes);
        pad(out);
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
    }
}
