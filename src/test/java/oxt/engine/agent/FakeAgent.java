package oxt.engine.agent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import oxt.model.Digest;

/** QEMU's side of an agent's socket, with a guest behind it that a test writes by hand. */
final class FakeAgent implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final ServerSocketChannel server;
    private final LinkedBlockingQueue<Guest> guests = new LinkedBlockingQueue<>();
    private final List<SocketChannel> channels = new CopyOnWriteArrayList<>();

    FakeAgent(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    /** The next one that joined. */
    Guest guest() throws InterruptedException {
        Guest guest = guests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (guest == null) {
            throw new AssertionError("nobody joined");
        }
        return guest;
    }

    boolean isAlone() {
        return guests.isEmpty();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                channels.add(channel);
                guests.add(
                        new Guest(
                                channel,
                                new BufferedInputStream(Channels.newInputStream(channel))));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** One connection, seen from inside the guest. */
    record Guest(SocketChannel channel, InputStream in) {
        void say(String line) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** The next line; an empty one at the end. */
        String hear() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            return line.toString();
        }

        /** Reads to the end of the talk. */
        void hearAll() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Reads one whole configuration as the real agent does, and answers its digest. */
        Digest receive() throws IOException {
            String begin = hear();
            while (begin.equals("PING")) {
                begin = hear();
            }
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (String name : List.of("links", "nft", "dnsmasq")) {
                String head = hear();
                if (!head.startsWith("FILE " + name + " ")) {
                    throw new AssertionError("not file " + name + ": " + head);
                }
                int size = Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
                stream.writeBytes((name + " " + size + "\n").getBytes(StandardCharsets.US_ASCII));
                stream.writeBytes(in.readNBytes(size));
                if (in.read() != '\n') {
                    throw new AssertionError("file " + name + " has another size");
                }
            }
            Digest digest = Digest.of(stream.toByteArray());
            String apply = hear();
            if (!begin.equals("BEGIN " + digest) || !apply.equals("APPLY " + digest)) {
                throw new AssertionError(begin + ", " + apply + ", but the files are " + digest);
            }
            return digest;
        }
    }
}
