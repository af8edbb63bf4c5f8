package oxt.engine.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import oxt.engine.files.StateFolder;
import oxt.model.ByteSize;

/**
 * Takes what one QEMU sends of its machine's state into a file, and no more than it may send.
 *
 * <p>The daemon writes the file: QEMU's own user has no right to it, neither now nor later.
 */
final class StateSink implements AutoCloseable {
    /** Of the disk, for everything else that writes there: the store, other VMs' disks. */
    static final ByteSize LEFT_FREE = ByteSize.mebibytes(64);

    private static final int CHUNK = 1 << 20;

    /** How often the disk is asked for its space, in bytes written. */
    private static final long BETWEEN_LOOKS = 16 << 20;

    private final ServerSocketChannel door;
    private final CompletableFuture<StateFolder.Sum> whole = new CompletableFuture<>();
    private volatile long taken;

    private StateSink(ServerSocketChannel door) {
        this.door = door;
    }

    /** The disk would have had less space than others need. */
    static final class NoSpaceException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** More came than any machine of this size has. */
    static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param socket where QEMU, and nobody else, can connect
     * @param file made here
     */
    static StateSink listen(Path socket, Path file, ByteSize most) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        StateSink sink = new StateSink(door);
        try {
            door.bind(UnixDomainSocketAddress.of(socket), 1);
        } catch (IOException e) {
            door.close();
            throw e;
        }
        Thread.ofVirtual().name("state to " + file).start(() -> sink.take(file, most.bytes()));
        return sink;
    }

    /** Completes when QEMU has sent all and all is on the disk. */
    CompletableFuture<StateFolder.Sum> whole() {
        return whole.copy();
    }

    long taken() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        door.close();
        whole.completeExceptionally(new IOException("the sink was closed"));
    }

    private void take(Path file, long most) {
        try (SocketChannel from = door.accept();
                FileChannel to =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // Where nobody waits any more, nothing more is taken, and QEMU gives up.
            var _ = whole.whenComplete((_, _) -> close(from));
            whole.complete(copy(from, to, file, most));
        } catch (IOException e) {
            whole.completeExceptionally(e);
        }
    }

    private StateFolder.Sum copy(SocketChannel from, FileChannel to, Path file, long most)
            throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        long size = 0;
        long nextLook = 0;
        while (from.read(chunk.clear()) >= 0) {
            chunk.flip();
            if (size >= nextLook) {
                nextLook = size + BETWEEN_LOOKS;
                requireSpace(file);
            }
            size += chunk.remaining();
            if (size > most) {
                throw new TooMuchException();
            }
            checksum.update(chunk.duplicate());
            while (chunk.hasRemaining()) {
                to.write(chunk);
            }
            taken = size;
        }
        to.force(true);
        return new StateFolder.Sum(size, checksum.getValue());
    }

    private static void requireSpace(Path file) throws IOException {
        long free = Files.getFileStore(file).getUsableSpace();
        if (free < LEFT_FREE.bytes()) {
            throw new NoSpaceException();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            System.getLogger(StateSink.class.getName())
                    .log(System.Logger.Level.DEBUG, "state socket", gone);
        }
    }
}
