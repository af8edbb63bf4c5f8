package oxt.engine.xen;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import oxt.engine.EngineException;
import oxt.model.Problem;

/**
 * Xen's store of small texts about domains, asked in its own protocol.
 *
 * <p>A talk that ended is begun anew by whoever asks next, and where there are watches by itself;
 * each watch then says "look", as one does when it is made.
 */
final class Xenstore implements AutoCloseable {
    /** A read takes far less than a millisecond; a machine under load is given time. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** Without the kernel's driver in between, which has no watches for more than one reader. */
    private static final List<Path> SOCKETS =
            List.of(Path.of("/run/xenstored/socket"), Path.of("/var/run/xenstored/socket"));

    private final Path socket;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicInteger lastToken = new AtomicInteger();
    private final XenstoreBells bells = new XenstoreBells(watches::get);
    private Optional<XenstoreTalk> talk = Optional.empty();
    private volatile boolean closed;

    Xenstore(Path socket) {
        this.socket = socket;
    }

    /** This host's. */
    static Xenstore ofHost() {
        return new Xenstore(
                SOCKETS.stream().filter(Files::exists).findFirst().orElse(SOCKETS.getFirst()));
    }

    /**
     * A look that is asked for whenever something at or below a path changes.
     *
     * @param look called on a thread of its own, one call after the other; changes that come close
     *     together are one
     */
    record Watch(String path, Runnable look) {}

    /** Nothing where there is no such key. */
    Optional<String> read(String path) throws EngineException, InterruptedException {
        return ask(path, request -> one(XenstoreMessage.Kind.READ, request, path))
                .map(XenstoreMessage::body);
    }

    /** The names right below; none where there is no such key. */
    List<String> list(String path) throws EngineException, InterruptedException {
        return ask(path, request -> one(XenstoreMessage.Kind.DIRECTORY, request, path))
                .map(XenstoreMessage::words)
                .orElse(List.of());
    }

    void write(String path, String value) throws EngineException, InterruptedException {
        if (ask(path, request -> XenstoreMessage.write(request, path, value)).isEmpty()) {
            throw refused(path, "ENOENT");
        }
    }

    /** With all below it; no such key is as good. */
    void remove(String path) throws EngineException, InterruptedException {
        var _ = ask(path, request -> one(XenstoreMessage.Kind.RM, request, path));
    }

    /** Who may use a key and those made below it from then on, besides dom0. */
    record Rights(int owner, int reader) {
        /** Nobody else. */
        static final Rights NONE = new Rights(0, 0);
    }

    void allow(String path, Rights rights) throws EngineException, InterruptedException {
        List<String> words = List.of(path, "n" + rights.owner(), "r" + rights.reader());
        if (ask(path, request -> XenstoreMessage.of(XenstoreMessage.Kind.SET_PERMS, request, words))
                .isEmpty()) {
            throw refused(path, "ENOENT");
        }
    }

    /** Says "look" at once, and from then on whenever something changes. */
    void watch(Watch watch) throws EngineException, InterruptedException {
        XenstoreTalk now = talk();
        String token = "oxt" + lastToken.incrementAndGet();
        watches.put(token, watch);
        try {
            register(now, token, watch);
        } catch (EngineException | InterruptedException e) {
            watches.remove(token);
            throw e;
        }
    }

    /** Ends that watch; one that never was is as good. */
    void unwatch(Watch watch) throws EngineException, InterruptedException {
        List<String> tokens =
                watches.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(watch))
                        .map(Map.Entry::getKey)
                        .toList();
        for (String token : tokens) {
            watches.remove(token);
            List<String> words = List.of(watch.path(), token);
            var _ =
                    ask(
                            watch.path(),
                            request ->
                                    XenstoreMessage.of(
                                            XenstoreMessage.Kind.UNWATCH, request, words));
        }
    }

    @Override
    public void close() {
        Optional<XenstoreTalk> last;
        synchronized (this) {
            closed = true;
            last = talk;
        }
        last.ifPresent(XenstoreTalk::close);
        bells.close();
    }

    private static XenstoreMessage one(XenstoreMessage.Kind kind, int request, String path) {
        return XenstoreMessage.of(kind, request, List.of(path));
    }

    /** Nothing where there is no such key; what else goes wrong is thrown. */
    private Optional<XenstoreMessage> ask(String path, IntFunction<XenstoreMessage> question)
            throws EngineException, InterruptedException {
        XenstoreMessage answer = talk().ask(question, PATIENCE);
        if (answer.kind() != XenstoreMessage.Kind.ERROR) {
            return Optional.of(answer);
        }
        String error = String.join(" ", answer.words());
        if (error.equals("ENOENT")) {
            return Optional.empty();
        }
        throw refused(path, error);
    }

    private synchronized XenstoreTalk talk() throws EngineException, InterruptedException {
        if (talk.isPresent() && talk.get().isOpen()) {
            return talk.get();
        }
        if (closed) {
            throw unreachable(null);
        }
        XenstoreTalk begun = XenstoreTalk.over(connect(), bells::ring);
        try {
            for (Map.Entry<String, Watch> entry : watches.entrySet()) {
                register(begun, entry.getKey(), entry.getValue());
            }
        } catch (EngineException | InterruptedException e) {
            begun.close();
            throw e;
        }
        talk = Optional.of(begun);
        var _ = begun.ended().thenRun(this::comeBack);
        return begun;
    }

    /** Who watches does not ask, so the next talk is not left to those who do. */
    private void comeBack() {
        if (watches.isEmpty() || closed) {
            return;
        }
        Thread.ofVirtual()
                .name("xenstore again")
                .start(
                        () -> {
                            while (!closed && !isBack()) {
                                try {
                                    Thread.sleep(BETWEEN_TRIES);
                                } catch (InterruptedException never) {
                                    return;
                                }
                            }
                        });
    }

    private boolean isBack() {
        try {
            return talk().isOpen();
        } catch (EngineException notYet) {
            return false;
        } catch (InterruptedException never) {
            return true;
        }
    }

    private static void register(XenstoreTalk talk, String token, Watch watch)
            throws EngineException, InterruptedException {
        List<String> words = List.of(watch.path(), token);
        XenstoreMessage answer =
                talk.ask(
                        request -> XenstoreMessage.of(XenstoreMessage.Kind.WATCH, request, words),
                        PATIENCE);
        // Already there: asked for by two at once while the talk was begun anew.
        if (answer.kind() == XenstoreMessage.Kind.ERROR
                && !answer.words().equals(List.of("EEXIST"))) {
            throw refused(watch.path(), String.join(" ", answer.words()));
        }
    }

    private SocketChannel connect() throws EngineException {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private EngineException unreachable(@org.jspecify.annotations.Nullable IOException cause) {
        return new EngineException(
                new Problem.Failed(
                        "xenstore-unreachable",
                        "Xenstore does not answer at " + socket + ".",
                        "Run Xen's tools in dom0, as root: systemctl start xen"),
                cause);
    }

    private static EngineException refused(String path, String error) {
        return new EngineException(
                new Problem.Failed(
                        "xenstore-refused",
                        "Xenstore refused " + path + ": " + error + ".",
                        "Look again: oxt vm explain NAME"));
    }
}
