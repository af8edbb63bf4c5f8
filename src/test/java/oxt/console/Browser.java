package oxt.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.host.Deadline;

/** A real browser without a window, driven by the DevTools protocol; one page. */
final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Node.Mapping>> asked = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private String session = "";

    static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    static Browser open(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        ProcessBuilder builder =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "--headless=new",
                                "--no-sandbox", // tests run as root, where it has none
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--no-first-run",
                                "--remote-debugging-port=0",
                                "--window-size=1280,860",
                                "--user-data-dir=" + folder,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        // What it leaves there goes with the folder.
        builder.environment().put("TMPDIR", folder.toString());
        Process process = builder.start();
        Path port = folder.resolve("DevToolsActivePort");
        boolean isUp =
                Deadline.after(PATIENCE)
                        .await(() -> Files.exists(port) && port.toFile().length() > 10);
        if (!isUp) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(folder.resolve("output")));
        }
        List<String> lines = Files.readAllLines(port);
        return new Browser(process, URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
    }

    private Browser(Process process, URI address) {
        this.process = process;
        this.socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(address, new Listener())
                        .join();
        Node.Mapping made = call("Target.createTarget", Node.entry("url", "about:blank"));
        Node.Mapping attached =
                call(
                        "Target.attachToTarget",
                        Node.entry("targetId", text(made, "targetId")),
                        Node.entry("flatten", new Node.Truth(true, oxt.model.Place.NOWHERE)));
        session = text(attached, "sessionId");
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            call(domain + ".enable");
        }
    }

    void open(String address) {
        call("Page.navigate", Node.entry("url", address));
    }

    /** What a script's expression is, as text. */
    String eval(String expression) {
        Node.Mapping reply =
                call(
                        "Runtime.evaluate",
                        Node.entry("expression", "String(" + expression + ")"),
                        Node.entry("awaitPromise", new Node.Truth(true, oxt.model.Place.NOWHERE)));
        if (reply.find("exceptionDetails").isPresent()) {
            throw new AssertionError(expression + ": " + Json.write(reply));
        }
        return text((Node.Mapping) reply.find("result").orElseThrow(), "value");
    }

    boolean is(String expression) {
        return eval("!!(" + expression + ")").equals("true");
    }

    /** Waits until it is so. */
    void await(String expression) throws InterruptedException {
        if (!Deadline.after(PATIENCE).await(() -> is(expression))) {
            throw new AssertionError(
                    "never: "
                            + expression
                            + "; the page says: "
                            + eval("document.body?.innerText"));
        }
    }

    void awaitText(String text) throws InterruptedException {
        await("document.body?.innerText.includes(" + quoted(text) + ")");
    }

    void click(String selector) throws InterruptedException {
        await("document.querySelector(" + quoted(selector) + ")");
        eval("document.querySelector(" + quoted(selector) + ").click()");
    }

    /** Into whatever has the focus. */
    void type(String text) {
        call("Input.insertText", Node.entry("text", text));
    }

    /** As DevTools calls it: Tab, Enter, ArrowRight. */
    void key(String key) {
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        long code =
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    case "Escape" -> 27;
                    case "ArrowLeft" -> 37;
                    case "ArrowRight" -> 39;
                    default -> key.length() == 1 ? Character.toUpperCase(key.charAt(0)) : 0;
                };
        for (String kind : List.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
            List<Node.Entry> entries =
                    new ArrayList<>(
                            List.of(
                                    Node.entry("type", kind),
                                    Node.entry("key", key),
                                    Node.entry("windowsVirtualKeyCode", Node.number(code))));
            if (kind.equals("keyDown")) {
                entries.add(Node.entry("text", text));
            }
            call("Input.dispatchKeyEvent", entries.toArray(Node.Entry[]::new));
        }
    }

    /** light or dark. */
    void colours(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Node.entry(
                        "features",
                        Node.sequence(
                                List.of(
                                        Node.mapping(
                                                Node.entry("name", "prefers-color-scheme"),
                                                Node.entry("value", scheme))))));
    }

    void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Node.entry("width", Node.number(width)),
                Node.entry("height", Node.number(height)),
                Node.entry("deviceScaleFactor", Node.number(1)),
                Node.entry("mobile", new Node.Truth(false, oxt.model.Place.NOWHERE)));
    }

    /** Kept as the test's output, to be looked at. */
    void picture(String name) throws IOException {
        Path folder = Path.of("target", "screenshots");
        Files.createDirectories(folder);
        String data = text(call("Page.captureScreenshot"), "data");
        Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode(data));
    }

    /** Every address that the page asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** What the browser itself did not like: scripts that failed, what the policy forbids. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    static String quoted(String text) {
        return Json.write(Node.text(text));
    }

    Node.Mapping call(String method, Node.Entry... parameters) {
        int number = numbers.incrementAndGet();
        var reply = new CompletableFuture<Node.Mapping>();
        asked.put(number, reply);
        Node.Mapping message =
                Node.mapping(
                        Node.entry("id", Node.number(number)),
                        Node.entry("method", method),
                        Node.entry("params", Node.mapping(parameters)));
        if (!session.isEmpty()) {
            message = message.with("sessionId", Node.text(session));
        }
        synchronized (socket) {
            socket.sendText(Json.write(message), true).join();
        }
        try {
            Node.Mapping said = reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return (Node.Mapping)
                    said.find("result")
                            .orElseThrow(
                                    () -> new AssertionError(method + ": " + Json.write(said)));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " has no answer", e);
        }
    }

    private static String text(Node.Mapping mapping, String key) {
        return mapping.find(key).orElse(null) instanceof Node.Text(var text, _) ? text : "";
    }

    private void heard(Node.Mapping message) {
        if (message.find("id").orElse(null) instanceof Node.Number number) {
            Optional.ofNullable(asked.remove(Integer.parseInt(number.text())))
                    .ifPresent(reply -> reply.complete(message));
            return;
        }
        String written = Json.write(message);
        switch (text(message, "method")) {
            case "Network.requestWillBeSent" -> {
                Node.Mapping parameters = (Node.Mapping) message.find("params").orElseThrow();
                requests.add(text((Node.Mapping) parameters.find("request").orElseThrow(), "url"));
            }
            case "Runtime.exceptionThrown" -> complaints.add(written);
            case "Log.entryAdded" -> {
                // A refusal that a page shows is also an error to the browser's log.
                if (!written.contains("Failed to load resource")) {
                    complaints.add(written);
                }
            }
            default -> {}
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                String whole = part.toString();
                part.setLength(0);
                heard((Node.Mapping) Json.read(whole, Bounds.REPLY).orThrow());
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
