package oxt.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server beyond the driver domains: on this host's loopback, which guests see as 10.0.2.2. */
final class Beyond implements AutoCloseable {
    static final String PAGE = "a page from beyond";

    /** Someone asked for a page. */
    record Visit(String path, long atNanos) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Visit> visits = new CopyOnWriteArrayList<>();

    Beyond() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::page);
        server.start();
    }

    String url(String path) {
        return "http://10.0.2.2:" + server.getAddress().getPort() + path;
    }

    Trickle trickle(String path) {
        Trickle trickle = new Trickle();
        server.createContext(path, trickle);
        return trickle;
    }

    List<Visit> visits(String path) {
        return visits.stream().filter(visit -> visit.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void page(HttpExchange exchange) throws IOException {
        visits.add(new Visit(exchange.getRequestURI().getPath(), System.nanoTime()));
        byte[] page = (PAGE + "\n").getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }
}
