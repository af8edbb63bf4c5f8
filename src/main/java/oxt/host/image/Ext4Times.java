package oxt.host.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Settles the times of an ext4 file system that {@code mke2fs -d} has filled.
 *
 * <p>It copies from each file when it was last read and when its status last changed, which is when
 * somebody unpacked it and differs from one build to the next. What a file's content says of its
 * age is kept; the others become that. The file system has no checksums of inodes, so nothing else
 * changes ({@code Documentation/filesystems/ext4} of the kernel, "Index Nodes").
 */
final class Ext4Times {
    private static final int SUPERBLOCK = 1024;
    private static final int SUPERBLOCK_LENGTH = 1024;
    private static final int MAGIC = 0xef53;
    private static final int DESCRIPTOR = 32;
    private static final int METADATA_CHECKSUMS = 0x400;
    private static final int SIXTY_FOUR_BIT = 0x80;

    private static final int MODE = 0;
    private static final int ACCESSED = 8;
    private static final int CHANGED = 12;
    private static final int MODIFIED = 16;
    private static final int CHANGED_NANOS = 132;
    private static final int MODIFIED_NANOS = 136;
    private static final int ACCESSED_NANOS = 140;

    private Ext4Times() {}

    static void settle(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer superblock = read(channel, SUPERBLOCK, SUPERBLOCK_LENGTH);
            boolean plain =
                    Short.toUnsignedInt(superblock.getShort(56)) == MAGIC
                            && (superblock.getInt(96) & SIXTY_FOUR_BIT) == 0
                            && (superblock.getInt(100) & METADATA_CHECKSUMS) == 0;
            if (!plain) {
                throw new IOException("not the ext4 that we asked for");
            }
            int inodes = superblock.getInt(0);
            int block = 1024 << superblock.getInt(24);
            int inGroup = superblock.getInt(40);
            int inodeSize = Short.toUnsignedInt(superblock.getShort(88));
            int groups = Math.ceilDiv(inodes, inGroup);
            long table = block == 1024 ? 2L * block : block;
            ByteBuffer descriptors = read(channel, table, groups * DESCRIPTOR);
            for (int group = 0; group < groups; group++) {
                long begin =
                        Integer.toUnsignedLong(descriptors.getInt(group * DESCRIPTOR + 8)) * block;
                ByteBuffer all = read(channel, begin, inGroup * inodeSize);
                if (settle(all, inodeSize)) {
                    write(channel, begin, all);
                }
            }
        }
    }

    /** Says whether any inode is in use. */
    private static boolean settle(ByteBuffer inodes, int size) {
        boolean used = false;
        for (int at = 0; at < inodes.capacity(); at += size) {
            if (inodes.getShort(at + MODE) != 0) {
                used = true;
                int modified = inodes.getInt(at + MODIFIED);
                inodes.putInt(at + ACCESSED, modified);
                inodes.putInt(at + CHANGED, modified);
                inodes.putInt(at + CHANGED_NANOS, 0);
                inodes.putInt(at + MODIFIED_NANOS, 0);
                inodes.putInt(at + ACCESSED_NANOS, 0);
            }
        }
        return used;
    }

    private static ByteBuffer read(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("shorter than its tables say");
            }
        }
        return bytes;
    }

    private static void write(FileChannel channel, long from, ByteBuffer bytes) throws IOException {
        bytes.rewind();
        while (bytes.hasRemaining()) {
            channel.write(bytes, from + bytes.position());
        }
    }
}
