package oxt.host.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system as the second and last partition of a disk, behind the one it starts from. */
final class RootPartition {
    private static final int CHUNK = 1 << 20;

    private RootPartition() {}

    /** Stretches of zeros stay holes. */
    static void append(Path root, Path disk) throws IOException {
        try (FileChannel from = FileChannel.open(root, StandardOpenOption.READ);
                FileChannel to =
                        FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long begin = Math.ceilDiv(to.size(), (long) CHUNK) * CHUNK;
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
            long at = 0;
            while (from.read(chunk.clear(), at) >= 0) {
                chunk.flip();
                int count = chunk.limit();
                if (!chunk.equals(zeros.slice(0, count))) {
                    write(to, chunk, begin + at);
                }
                at += count;
            }
            ByteBuffer sector = ByteBuffer.allocate(BootSector.SECTOR);
            to.read(sector, 0);
            byte[] both =
                    BootSector.with(
                            sector.array(),
                            Math.toIntExact(begin / BootSector.SECTOR),
                            Math.toIntExact(at / BootSector.SECTOR));
            write(to, ByteBuffer.wrap(both), 0);
            // The last byte: the disk reaches that far also where nothing was written.
            write(to, ByteBuffer.allocate(1), begin + at - 1);
        }
    }

    private static void write(FileChannel to, ByteBuffer bytes, long at) throws IOException {
        long from = at - bytes.position();
        while (bytes.hasRemaining()) {
            to.write(bytes, from + bytes.position());
        }
    }
}
