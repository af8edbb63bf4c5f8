package oxt.engine.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import oxt.engine.EngineException;
import oxt.engine.files.DurableFile;
import oxt.host.MemoryFile;
import oxt.host.PosixFiles;
import oxt.model.ByteSize;
import oxt.model.Problem;

/** A guest's memory between a file in memory and one on disk; where it is zero both have holes. */
final class OriginMemory {
    private static final String MEMORY = "ram";

    /** Its length and checksum; written when the memory is on the disk. */
    private static final String SUM = "ram.sum";

    private static final int CHUNK = 64 << 10;
    private static final int LONGEST_SUM = 64;

    private OriginMemory() {}

    static void size(MemoryFile memory, ByteSize size) throws IOException {
        try (FileChannel file = open(memory.path(), StandardOpenOption.WRITE)) {
            lengthen(file, size.bytes());
        }
    }

    static void write(MemoryFile memory, Path folder) throws IOException {
        Path to = folder.resolve(MEMORY);
        try (FileChannel from = open(memory.path(), StandardOpenOption.READ);
                FileChannel into =
                        FileChannel.open(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            String sum = copy(from, into);
            into.force(true);
            PosixFiles.replace(folder.resolve(SUM), sum, "rw-------");
        }
    }

    static MemoryFile read(Path folder) throws IOException, EngineException {
        String written = DurableFile.read(folder.resolve(SUM), LONGEST_SUM).orElse("");
        MemoryFile memory = MemoryFile.create("oxt " + folder.getFileName());
        try (FileChannel from = open(folder.resolve(MEMORY), StandardOpenOption.READ);
                FileChannel into = open(memory.path(), StandardOpenOption.WRITE)) {
            if (!copy(from, into).equals(written)) {
                throw new EngineException(
                        new Problem.Failed(
                                "origin-damaged",
                                "The state in " + folder + " is not what was written.",
                                "Remove that folder; the next disposable makes it anew."));
            }
            return memory;
        } catch (IOException | EngineException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static String copy(FileChannel from, FileChannel into) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
        long size = from.size();
        long at = 0;
        lengthen(into, size);
        while (at < size) {
            int count = from.read(chunk.clear(), at);
            if (count < 0) {
                throw new IOException("the file became shorter");
            }
            chunk.flip();
            checksum.update(chunk.duplicate());
            if (!chunk.equals(zeros.clear().limit(count))) {
                ByteBuffer rest = chunk.duplicate();
                while (rest.hasRemaining()) {
                    int _ = into.write(rest, at + rest.position());
                }
            }
            at += count;
        }
        return size + " " + checksum.getValue();
    }

    /** Java writes beyond a file's end, and cannot else make it longer. */
    private static void lengthen(FileChannel file, long size) throws IOException {
        if (size > 0 && file.size() < size) {
            int _ = file.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    private static FileChannel open(Path path, StandardOpenOption how) throws IOException {
        return FileChannel.open(path, how);
    }
}
