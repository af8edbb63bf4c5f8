package oxt.daemon.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import oxt.daemon.work.Chronicle;
import oxt.daemon.work.DaemonLog;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The socket of the API, open from its making until it is closed. */
public final class ApiServer implements AutoCloseable {
    /** Selector, acceptor and what keeps them going; requests have virtual threads. */
    private static final int MOST_THREADS = 6;

    /** Above the limit a connection is still taken and told so; above this the kernel keeps it. */
    private static final int TOLD_SO = 32;

    private final Server server;

    private ApiServer(Server server) {
        this.server = server;
    }

    public static ApiServer open(
            Path socket, Routes routes, Limits limits, Chronicle chronicle, DaemonLog log) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        threads.setDaemon(true);
        Server server = new Server(threads);
        AtomicInteger connections = new AtomicInteger();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(limits.headerBytes());
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(counter(connections));
        connector.addBean(
                new NetworkConnectionLimit(limits.openConnections() + TOLD_SO, connector));
        server.addConnector(connector);
        server.setStopTimeout(0);
        server.setHandler(
                new FrontDoor(
                        new Router(routes.all()), new Gate(), limits, chronicle, log, connections));
        server.setErrorHandler(new Refusals(limits));
        start(server, socket);
        return new ApiServer(server);
    }

    private static Connection.Listener counter(AtomicInteger connections) {
        return new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                connections.incrementAndGet();
            }

            @Override
            public void onClosed(Connection connection) {
                connections.decrementAndGet();
            }
        };
    }

    private static void start(Server server, Path socket) {
        try {
            // Whoever holds the store's lock is the one daemon here: an old socket is a dead one's.
            Files.deleteIfExists(socket);
            server.start();
            SocketOwner.give(socket);
        } catch (Exception cause) {
            throw new ProblemException(
                    new Problem.Failed(
                            "socket-not-made",
                            "The socket " + socket + " cannot be made.",
                            "Look at its folder, ls -ld "
                                    + socket.toAbsolutePath().getParent()
                                    + ", or give another: oxtd --run DIR"),
                    cause);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception cause) {
            throw new AssertionError("the server does not stop", cause);
        }
    }
}
