package oxt.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import oxt.client.HttpClient;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The console, open from its making until it is closed. */
final class ConsoleServer implements AutoCloseable {
    /** Selectors, acceptors and what keeps them going; requests have virtual threads. */
    private static final int MOST_THREADS = 10;

    /** Each costs some 40 kB; a browser has up to six. */
    private static final int MOST_CONNECTIONS = 1_024;

    /** A cookie, a key and a path; browsers send a kilobyte of their own. */
    private static final int HEADER_BYTES = 8 << 10;

    /** Longer than a heartbeat. A client on which nothing moves so long is dropped. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Server browsers;
    private final Server owner;
    private final EventFeed feed;
    private final String address;

    private ConsoleServer(Server browsers, Server owner, EventFeed feed, String address) {
        this.browsers = browsers;
        this.owner = owner;
        this.feed = feed;
        this.address = address;
    }

    /** Refused with every reason. */
    static ConsoleServer open(Settings settings, InstantSource clock) {
        People people = People.open(settings.people());
        var refusals = settings.refusals(people);
        if (!refusals.isEmpty()) {
            throw new ProblemException(refusals);
        }
        Links links = new Links();
        Sessions sessions = new Sessions();
        Pages pages = Pages.load();
        HttpClient daemon = new HttpClient(settings.daemon());
        EventFeed feed = new EventFeed(daemon);
        String address = settings.origins().getFirst();
        Login login = new Login(settings, people, links, sessions, clock);
        Origins origins = new Origins(settings.origins());
        Server browsers = server();
        Relay relay = new Relay(daemon);
        Screens screens = new Screens(relay, login);
        browsers.setHandler(new Door(origins, login, pages, relay, feed, screens));
        browsers.addConnector(tcp(browsers, settings));
        Server owner = server();
        owner.setHandler(new Counter(address, people, links, sessions, clock));
        owner.addConnector(unix(owner, settings.socket()));
        var server = new ConsoleServer(browsers, owner, feed, address);
        try {
            server.start(settings);
            return server;
        } catch (ProblemException notStarted) {
            server.close();
            throw notStarted;
        }
    }

    String address() {
        return address;
    }

    private void start(Settings settings) {
        try {
            browsers.start();
        } catch (Exception cause) {
            throw new ProblemException(
                    new Problem.Failed(
                            "port-not-free",
                            "The console cannot listen at "
                                    + settings.address()
                                    + " port "
                                    + settings.port()
                                    + ".",
                            "See who does: ss -ltnp; or take another: oxt-console --port PORT"),
                    cause);
        }
        try {
            Files.createDirectories(settings.run());
            Files.deleteIfExists(settings.socket());
            owner.start();
            admit(settings.socket());
        } catch (Exception cause) {
            throw new ProblemException(
                    new Problem.Failed(
                            "socket-not-made",
                            "The socket " + settings.socket() + " cannot be made.",
                            "Look at its folder, ls -ld "
                                    + settings.run()
                                    + ", or give another: oxt-console --run DIR"),
                    cause);
        }
    }

    /** Our own group is oxt's where the package's unit starts us; else it is the user's. */
    private static void admit(Path socket) throws IOException {
        boolean isForGroup = "oxt".equals(Files.getAttribute(socket, "posix:group").toString());
        Files.setPosixFilePermissions(
                socket, PosixFilePermissions.fromString(isForGroup ? "rw-rw----" : "rw-------"));
    }

    private static Server server() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        threads.setDaemon(true);
        Server server = new Server(threads);
        server.setStopTimeout(0);
        server.setErrorHandler(new Silence());
        return server;
    }

    private static HttpConnectionFactory http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        return new HttpConnectionFactory(http);
    }

    private static Connector tcp(Server server, Settings settings) {
        HttpConnectionFactory http = http();
        // Which names are ours is asked of every request at the door, with and without TLS.
        http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector =
                settings.hasTls()
                        ? new ServerConnector(
                                server,
                                1,
                                1,
                                new SslConnectionFactory(
                                        Tls.of(settings.certificate(), settings.key()),
                                        http.getProtocol()),
                                http)
                        : new ServerConnector(server, 1, 1, http);
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        return connector;
    }

    private static Connector unix(Server server, Path socket) {
        var connector = new UnixDomainServerConnector(server, 1, 1, http());
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    /** What is no HTTP gets its status and no words. */
    private static final class Silence extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
        }
    }

    @Override
    public void close() {
        feed.close();
        try {
            owner.stop();
            browsers.stop();
        } catch (Exception cause) {
            throw new AssertionError("the server does not stop", cause);
        }
    }
}
