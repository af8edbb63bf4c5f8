package oxt.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oxt.api.TaskReply;
import oxt.daemon.TestClient;

/**
 * {@code java oxt.lab.XenFigures RUN-FOLDER ROUNDS VM...}: in dom0, beside a daemon whose VMs are
 * defined and off, says how long starts and stops take through oxt and by {@code xl} alone, with
 * the configuration that oxt wrote, one after the other; and how long after xenstore's event the
 * daemon tells that a VM is off.
 */
final class XenFigures {
    private final Path run;
    private final TestClient client;
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    private XenFigures(Path run) {
        this.run = run;
        this.client = new TestClient(run.resolve("api.sock"));
    }

    public static void main(String[] words) throws Exception {
        XenFigures figures = new XenFigures(Path.of(words[0]));
        for (String vm : List.of(words).subList(2, words.length)) {
            figures.measure(vm, Integer.parseInt(words[1]));
        }
    }

    /** Something that takes time. */
    private interface Deed {
        void perform() throws Exception;
    }

    private void measure(String vm, int rounds) throws Exception {
        change(vm, "start");
        Path bare = bare(vm);
        change(vm, "kill");
        for (int round = 1; round <= rounds; round++) {
            time(vm + " start, oxt", () -> change(vm, "start"));
            time(vm + " stop, oxt", () -> change(vm, "kill"));
            time(
                    vm + " start, xl",
                    () -> {
                        xl("create", "-p", bare.toString());
                        xl("unpause", vm);
                    });
            time(vm + " stop, xl", () -> xl("destroy", vm));
            change(vm, "start");
            note(vm + " off told after xenstore's event", delay(vm));
        }
        figures.forEach(XenFigures::print);
        System.out.printf(
                Locale.ROOT,
                "%s: start %.2f of xl's, stop %.2f of xl's%n",
                vm,
                median(vm + " start, oxt") / median(vm + " start, xl"),
                median(vm + " stop, oxt") / median(vm + " stop, xl"));
        figures.clear();
    }

    private void time(String what, Deed deed) throws Exception {
        long begin = System.nanoTime();
        deed.perform();
        note(what, (System.nanoTime() - begin) / 1e6);
    }

    private void note(String what, double millis) {
        figures.computeIfAbsent(what, _ -> new ArrayList<>()).add(millis);
        System.out.printf(Locale.ROOT, "  %s: %.0f ms%n", what, millis);
    }

    private void change(String vm, String word) throws InterruptedException {
        TaskReply task =
                client.post("/v1/vms/" + vm + "/" + word + "?wait-millis=30000", "").task();
        while (!task.state().isEnded()) {
            Thread.sleep(20);
            task = client.get("/v1/tasks/" + task.id()).task();
        }
        if (!task.problems().isEmpty()) {
            throw new AssertionError(task.problems());
        }
    }

    /** What oxt wrote for xl, with another UUID and sockets elsewhere. */
    private Path bare(String vm) throws IOException {
        Path folder = Files.createTempDirectory("bare");
        try (Stream<Path> folders = Files.list(run.resolve("vms"))) {
            for (Path each : folders.toList()) {
                String text = Files.readString(each.resolve("xl.cfg"));
                if (text.contains("name = \"" + vm + "\"")) {
                    Path file = folder.resolve("xl.cfg");
                    String moved =
                            text.replaceFirst("(?m)^uuid.*\n", "")
                                    .replace(each + "/s/", folder + "/")
                                    .replace(each.toString(), folder.toString());
                    return Files.writeString(file, moved);
                }
            }
        }
        throw new AssertionError("no xl.cfg of " + vm);
    }

    /** Between xenstore's telling anybody and the daemon's telling anybody, in milliseconds. */
    private double delay(String vm) throws Exception {
        Process watch =
                new ProcessBuilder("stdbuf", "-o0", "xenstore-watch", "@releaseDomain").start();
        try (BufferedReader events =
                        new BufferedReader(
                                new InputStreamReader(
                                        watch.getInputStream(), StandardCharsets.UTF_8));
                SocketChannel told = client.open()) {
            // Said once when the watch begins.
            String _ = events.readLine();
            told.write(
                    ByteBuffer.wrap(
                            "GET /v1/events HTTP/1.1\r\nHost: oxt\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_8)));
            long _ = await(told, Pattern.compile("HTTP/1.1 200"));
            FutureTask<Long> event = begun(() -> read(events));
            FutureTask<Long> known = begun(() -> await(told, isOff(vm)));
            xl("destroy", vm);
            return (known.get() - event.get()) / 1e6;
        } finally {
            watch.destroyForcibly().waitFor();
        }
    }

    private static Pattern isOff(String vm) {
        return Pattern.compile("event: vm-state\ndata: .*\"" + vm + "\".*\"off\"");
    }

    /** On a thread of its own, which waits for nothing else. */
    private static FutureTask<Long> begun(Callable<Long> wait) {
        FutureTask<Long> task = new FutureTask<>(wait);
        Thread.ofPlatform().start(task);
        return task;
    }

    private static long read(BufferedReader events) throws IOException {
        String _ = events.readLine();
        return System.nanoTime();
    }

    /** When what has the words in it was read; what it takes to find them is not counted. */
    private static long await(SocketChannel told, Pattern words) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long instant = System.nanoTime();
        while (!words.matcher(text).find() && told.read(buffer.clear()) >= 0) {
            instant = System.nanoTime();
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return instant;
    }

    private static void xl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("xl"));
        command.addAll(List.of(words));
        Process xl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(xl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (xl.waitFor() != 0) {
            throw new AssertionError(command + ": " + said);
        }
    }

    private double median(String what) {
        return Optional.ofNullable(figures.get(what)).map(XenFigures::median).orElseThrow();
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String what, List<Double> figures) {
        System.out.printf(
                Locale.ROOT, "%s: median %.0f ms of %d%n", what, median(figures), figures.size());
    }
}
