package oxt.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Bytes to and from the daemon; no wait goes past the deadline. */
final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private final Deadline deadline;

    private Connection(SocketChannel channel, Deadline deadline) throws IOException {
        this.channel = channel;
        // One for each direction: a thread may wait for the one and another for the other.
        this.readable = Selector.open();
        this.writable = Selector.open();
        this.deadline = deadline;
    }

    static Connection open(Path socket, Deadline deadline) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                // A Unix socket connects at once, or its queue is full.
                throw new IOException("the queue of connections is full");
            }
            return new Connection(channel, deadline);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            if (channel.write(left) == 0) {
                await(writable, SelectionKey.OP_WRITE);
            }
        }
    }

    /** How many bytes came, at least one; -1 when the other side has closed. */
    int read(ByteBuffer into) throws IOException {
        int count = channel.read(into);
        while (count == 0) {
            await(readable, SelectionKey.OP_READ);
            count = channel.read(into);
        }
        return count;
    }

    private void await(Selector selector, int operation) throws IOException {
        if (deadline.isOver()) {
            throw new ProblemException(
                    new Problem.Failed(
                            "daemon-slow",
                            "The daemon did not answer in time.",
                            "See its log, journalctl -u oxtd, and try again."));
        }
        try {
            channel.register(selector, operation);
            selector.select(deadline.remainingMillis());
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            // Another thread has closed this connection: that is how a watcher leaves.
            throw new IOException("closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }
}
