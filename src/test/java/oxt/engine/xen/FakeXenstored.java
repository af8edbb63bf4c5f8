package oxt.engine.xen;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import oxt.engine.xen.XenstoreMessage.Kind;
import oxt.model.Reading;

/** A xenstored with a store in memory: what the real one does of its protocol that is used here. */
final class FakeXenstored implements AutoCloseable {
    private final ServerSocketChannel server;
    private final NavigableMap<String, String> keys = new TreeMap<>();
    private final List<Registered> watches = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();

    private record Registered(SocketChannel client, String path, String token) {}

    FakeXenstored(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    /** As a domain or a backend that writes. */
    synchronized void put(String path, String value) {
        keys.put(path, value);
        changed(path);
    }

    /** What is no key and fires all the same, as {@code @releaseDomain} does. */
    synchronized void changed(String path) {
        for (Registered watch : watches) {
            if (path.equals(watch.path()) || path.startsWith(watch.path() + "/")) {
                event(watch, path);
            }
        }
    }

    /** Ends every talk; who comes back is served. */
    void hangUp() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        clients.clear();
    }

    /** Says anything at all to everybody. */
    void say(byte[] bytes) throws IOException {
        for (SocketChannel client : clients) {
            write(client, bytes);
        }
    }

    int watchCount() {
        return watches.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(SocketChannel client) {
        try (DataInputStream bytes = new DataInputStream(Channels.newInputStream(client))) {
            while (true) {
                byte[] head = new byte[XenstoreMessage.HEAD_BYTES];
                bytes.readFully(head);
                if (!(XenstoreMessage.head(head)
                        instanceof Reading.Good<XenstoreMessage.Head>(var read))) {
                    return;
                }
                byte[] body = new byte[read.length()];
                bytes.readFully(body);
                answer(client, XenstoreMessage.of(read, body));
            }
        } catch (EOFException | ClosedChannelException left) {
            forget(client);
        } catch (IOException e) {
            forget(client);
        }
    }

    private void forget(SocketChannel client) {
        watches.removeIf(watch -> watch.client().equals(client));
    }

    private synchronized void answer(SocketChannel client, XenstoreMessage asked)
            throws IOException {
        List<String> words = asked.words();
        String path = words.getFirst();
        switch (asked.kind()) {
            case READ -> say(client, asked, keys.containsKey(path) ? keys.get(path) : null);
            case DIRECTORY -> say(client, asked, directory(path));
            case WRITE -> {
                say(client, asked, "OK\0");
                put(path, asked.body().substring(path.length() + 1));
            }
            case RM -> {
                boolean there = !subtree(path).isEmpty();
                subtree(path).clear();
                say(client, asked, there ? "OK\0" : null);
                changed(path);
            }
            case SET_PERMS -> say(client, asked, keys.containsKey(path) ? "OK\0" : null);
            case WATCH -> {
                Registered watch = new Registered(client, path, words.get(1));
                if (watches.contains(watch)) {
                    write(
                            client,
                            new XenstoreMessage(Kind.ERROR, asked.request(), "EEXIST\0").bytes());
                } else {
                    watches.add(watch);
                    say(client, asked, "OK\0");
                    event(watch, path);
                }
            }
            case UNWATCH -> {
                watches.remove(new Registered(client, path, words.get(1)));
                say(client, asked, "OK\0");
            }
            case WATCH_EVENT, ERROR -> throw new IOException("no client says " + asked.kind());
        }
    }

    private NavigableMap<String, String> subtree(String path) {
        return keys.subMap(path, true, path + "/\uffff", true);
    }

    private @org.jspecify.annotations.Nullable String directory(String path) {
        if (subtree(path).isEmpty()) {
            return null;
        }
        TreeSet<String> names = new TreeSet<>();
        for (String key : keys.tailMap(path + "/").keySet()) {
            if (!key.startsWith(path + "/")) {
                break;
            }
            names.add(key.substring(path.length() + 1).split("/", 2)[0]);
        }
        return names.isEmpty() ? "" : String.join("\0", names) + "\0";
    }

    /** An error where there is no body. */
    private static void say(
            SocketChannel client,
            XenstoreMessage asked,
            @org.jspecify.annotations.Nullable String body)
            throws IOException {
        XenstoreMessage answer =
                body == null
                        ? new XenstoreMessage(Kind.ERROR, asked.request(), "ENOENT\0")
                        : new XenstoreMessage(asked.kind(), asked.request(), body);
        write(client, answer.bytes());
    }

    private static void event(Registered watch, String path) {
        List<String> words = new ArrayList<>(List.of(path, watch.token()));
        try {
            write(watch.client(), XenstoreMessage.of(Kind.WATCH_EVENT, 0, words).bytes());
        } catch (IOException gone) {
            // Its reader forgets it.
        }
    }

    private static void write(SocketChannel client, byte[] bytes) throws IOException {
        synchronized (client) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                client.write(buffer);
            }
        }
    }
}
