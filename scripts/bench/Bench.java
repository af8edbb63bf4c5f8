import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oxt.cli.http.Request;

/** Measures the figures of scripts/bench/README.md. */
final class Bench {
    private static final int STARTS = 15;
    private static final int LISTS = 30;
    private static final String BARE =
            """
            {"name": "bench", "memory": "128MiB", "nics": [], "display": "off"}
            """;

    private final Path home;
    private final List<Row> rows = new ArrayList<>();

    private Bench(Path home) {
        this.home = home;
    }

    public static void main(String[] words) throws Exception {
        Path home = Path.of(words[0]);
        String mode = words.length > 1 ? words[1] : "";
        switch (mode) {
            case "--compare" -> compare(Path.of(words[2]), Path.of(words[3]));
            case "--json", "" -> {
                Bench bench = new Bench(home);
                bench.guests();
                bench.many();
                bench.print(mode.equals("--json"));
            }
            default -> {
                System.err.println("Use: ./bench [--json | --compare A B]");
                System.exit(64);
            }
        }
    }

    /** Start and kill of a real guest, bare QEMU in turn with ours. */
    private void guests() throws Exception {
        try (OwnDaemon daemon = new OwnDaemon(home, "qemu")) {
            note("building image minimal");
            daemon.done("/v1/images/minimal/build", "");
            daemon.done("/v1/vms", BARE);
            Times ours = new Times();
            Times kills = new Times();
            Times bare = new Times();
            daemon.act("bench", "start");
            Path run = runFolder(daemon);
            BareQemu qemu =
                    new BareQemu(
                            Long.parseLong(
                                    Files.readString(run.resolve("process")).split("\\D", 2)[0]),
                            run);
            daemon.act("bench", "kill");
            note("start and kill, " + STARTS + " times each");
            for (int i = 0; i < STARTS; i++) {
                ours.time(() -> daemon.act("bench", "start"));
                kills.time(() -> daemon.act("bench", "kill"));
                qemu.time(bare);
            }
            rows.add(new Row("start", ours.median(), "ms", "bare QEMU", bare.median(), 1.25));
            rows.add(new Row("kill", kills.median(), "ms", "", 0, 150));
        }
    }

    private static Path runFolder(OwnDaemon daemon) throws Exception {
        try (var folders = Files.list(daemon.run.resolve("vms"))) {
            return folders.findFirst().orElseThrow();
        }
    }

    /** A thousand simulated VMs. */
    private void many() throws Exception {
        try (OwnDaemon daemon = new OwnDaemon(home, "sim")) {
            for (int i = 0; i < 50; i++) {
                define(daemon, i);
                daemon.act("sim-" + i, "start");
            }
            Thread.sleep(2000);
            rows.add(new Row("daemon-memory", daemon.residentMebibytes(), "MiB", "", 0, 128));
            note("500 VMs, then 1,000");
            for (int i = 50; i < 500; i++) {
                define(daemon, i);
            }
            Times restarts = new Times();
            for (int i = 0; i < 5; i++) {
                daemon.restart(restarts);
            }
            rows.add(new Row("daemon-start", restarts.median(), "ms", "", 0, 1000));
            for (int i = 500; i < 1000; i++) {
                define(daemon, i);
            }
            lists(daemon);
        }
    }

    private void lists(OwnDaemon daemon) throws Exception {
        Times api = new Times();
        Times command = new Times();
        for (int i = 0; i < LISTS; i++) {
            api.time(() -> daemon.client().send(Request.get("/v1/vms")));
            command.time(() -> list(daemon));
        }
        rows.add(new Row("list-api", api.median(), "ms", "", 0, 20));
        rows.add(new Row("list-command", command.median(), "ms", "", 0, 150));
    }

    private void list(OwnDaemon daemon) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("oxt").toString(), "vm", "list")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        for (String pair : daemon.environment()) {
            builder.environment().put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException("oxt vm list did not work");
        }
    }

    private static void define(OwnDaemon daemon, int number) {
        daemon.done(
                "/v1/vms",
                "{\"name\": \"sim-" + number + "\", \"memory\": \"64MiB\", \"nics\": []}");
    }

    private void print(boolean json) {
        if (json) {
            rows.forEach(row -> System.out.println(row.json()));
        } else {
            rows.forEach(row -> System.out.println(row.line()));
        }
    }

    private static void compare(Path before, Path after) throws Exception {
        Map<String, JsonObject> then = new HashMap<>();
        for (JsonElement row : rows(before)) {
            then.put(row.getAsJsonObject().get("name").getAsString(), row.getAsJsonObject());
        }
        for (JsonElement row : rows(after)) {
            JsonObject now = row.getAsJsonObject();
            JsonObject was = then.get(now.get("name").getAsString());
            if (was != null) {
                double a = figure(was);
                double b = figure(now);
                System.out.printf(
                        "%-15s %9.4g -> %9.4g  %+.0f%%%n",
                        now.get("name").getAsString(), a, b, (b / a - 1) * 100);
            }
        }
    }

    /** What can be held against another day's: the ratio where there is one. */
    private static double figure(JsonObject row) {
        return row.has("ratio") ? row.get("ratio").getAsDouble() : row.get("value").getAsDouble();
    }

    private static JsonArray rows(Path file) throws Exception {
        JsonArray rows = new JsonArray();
        Files.readAllLines(file).forEach(line -> rows.add(JsonParser.parseString(line)));
        return rows;
    }

    private static void note(String what) {
        System.err.println(what + " ...");
    }
}
