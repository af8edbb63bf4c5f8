package oxt.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A qcow2 file in which nothing was written yet (QEMU, docs/interop/qcow2.txt, version 3). It names
 * no file that it lies upon: who opens it says so. Made here because a program takes longer to
 * start than a disposable may wait.
 */
final class EmptyOverlay {
    private static final int MAGIC = 0x514649fb;
    private static final int VERSION = 3;
    private static final int CLUSTER_BITS = 16;
    private static final long CLUSTER = 1L << CLUSTER_BITS;

    /** Header, table of reference counts, their first block, table of tables. */
    private static final int CLUSTERS = 4;

    /** Of 2 bytes each. */
    private static final int REFCOUNT_ORDER = 4;

    private static final int HEADER_LENGTH = 104;

    /** What one entry of the table of tables stands for. */
    private static final long REACH = CLUSTER * (CLUSTER / Long.BYTES);

    private EmptyOverlay() {}

    /**
     * @param size as the guest sees it, in whole sectors of 512 bytes
     */
    static void write(Path file, long size) throws IOException {
        long tables = Math.ceilDiv(size, REACH);
        if (tables > CLUSTER / Long.BYTES) {
            throw new IOException("a disk of more than 4 TiB cannot be a disposable's: " + file);
        }
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(out, 0, header(size, (int) tables));
            write(out, CLUSTER, ByteBuffer.allocate(Long.BYTES).putLong(2 * CLUSTER));
            ByteBuffer counts = ByteBuffer.allocate(CLUSTERS * Short.BYTES);
            for (int cluster = 0; cluster < CLUSTERS; cluster++) {
                counts.putShort((short) 1);
            }
            write(out, 2 * CLUSTER, counts);
            // The rest is a hole: an entry of zeros is what lies below.
            write(out, CLUSTERS * CLUSTER - 1, ByteBuffer.allocate(1).put((byte) 0));
        }
    }

    private static ByteBuffer header(long size, int tables) {
        return ByteBuffer.allocate(HEADER_LENGTH + Long.BYTES)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putLong(0) // no name of what it lies upon
                .putInt(0)
                .putInt(CLUSTER_BITS)
                .putLong(size)
                .putInt(0) // not encrypted
                .putInt(tables)
                .putLong(3 * CLUSTER)
                .putLong(CLUSTER)
                .putInt(1)
                .putInt(0) // no snapshots
                .putLong(0)
                .putLong(0) // no incompatible features
                .putLong(0)
                .putLong(0)
                .putInt(REFCOUNT_ORDER)
                .putInt(HEADER_LENGTH)
                .putLong(0); // no extensions
    }

    private static void write(FileChannel out, long at, ByteBuffer bytes) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            int _ = out.write(bytes, at + bytes.position());
        }
    }
}
