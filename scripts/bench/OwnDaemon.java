import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import oxt.cli.http.HttpClient;
import oxt.cli.http.Reply;
import oxt.cli.http.Request;

/** A daemon of the bench's own, in folders of its own. */
final class OwnDaemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    final Path run;
    private final Path home;
    private final Path folder;
    private final String engine;
    private Process process;

    OwnDaemon(Path home, String engine) throws Exception {
        this.home = home;
        this.engine = engine;
        // Short: a Unix socket's path has 108 bytes.
        folder = Files.createTempDirectory(Path.of("/tmp"), "oxtb");
        // VMs of root run as other users, who must get through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        run = folder.resolve("r");
        process = start();
    }

    private Process start() throws Exception {
        Process started =
                new ProcessBuilder(
                                home.resolve("oxtd").toString(),
                                "--state",
                                folder.resolve("s").toString(),
                                "--run",
                                run.toString(),
                                "--engine",
                                engine)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        process = started;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                throw new IOException(
                        "the daemon did not come up:\n"
                                + Files.readString(folder.resolve("log")));
            }
            Thread.sleep(2);
        }
        return started;
    }

    private boolean answers() {
        if (!Files.exists(run.resolve("api.sock"))) {
            return false;
        }
        try {
            return client().send(Request.get("/v1/host")).status() == 200;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** How long a new daemon on the same store takes to its first answer. */
    void restart(Times times) throws Exception {
        process.destroy();
        process.waitFor();
        times.time(() -> start());
    }

    HttpClient client() {
        return new HttpClient(run.resolve("api.sock"));
    }

    JsonObject post(String path, String body) {
        Request bare = Request.of(Request.Method.POST, path).longer(PATIENCE);
        Reply reply =
                client().send(body.isEmpty() ? bare : bare.with(new Request.Body.Json(body)));
        JsonObject json = JsonParser.parseString(reply.text()).getAsJsonObject();
        if (reply.status() >= 300) {
            throw new IllegalStateException(path + " answered " + reply.status() + " " + json);
        }
        return json;
    }

    /** Does something to a VM, and waits for its end. */
    void act(String vm, String action) {
        done("/v1/vms/" + vm + "/" + action, "");
    }

    /** Asks for something, and waits until it is done. */
    void done(String path, String body) {
        JsonObject task = post(path + "?wait-millis=30000", body);
        while (task.get("state").getAsString().equals("running")) {
            String again = "/v1/tasks/" + task.get("id").getAsString() + "?wait-millis=30000";
            Request longer = Request.get(again).longer(PATIENCE);
            task = JsonParser.parseString(client().send(longer).text()).getAsJsonObject();
        }
        if (!task.get("state").getAsString().equals("done")) {
            throw new IllegalStateException(path + ": " + task);
        }
    }

    double residentMebibytes() throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    List<String> environment() {
        return List.of("OXT_RUN=" + run, "OXT_STATE=" + folder.resolve("s"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
