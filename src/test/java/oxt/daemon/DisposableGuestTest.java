package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.TaskState;
import oxt.host.image.Recipe;

/** Commands in real guests, most of which live no longer than that. */
@Tag("guest")
class DisposableGuestTest {
    private static final String WORK =
            "{\"name\":\"work\",\"memory\":\"%dMiB\",\"display\":\"off\","
                    + "\"nics\":[{\"name\":\"lan\",\"backend\":\"net\"}]}";

    private static final String ALONE =
            "{\"name\":\"work\",\"memory\":\"128MiB\",\"display\":\"off\",\"nics\":[]}";

    /** Started for the first; of the card only its address is asked here. */
    private static final String NET = "{\"name\":\"net\",\"template\":\"network\"}";

    /** What no two machines may share, each on a line. */
    private static final String IDENTITY =
            "hostname; cat /etc/machine-id; cat /proc/sys/kernel/random/uuid;"
                    + " head -c 16 /dev/urandom | sha256sum;"
                    + " while [ ! -e /sys/class/net/eth0 ]; do sleep 0.1; done;"
                    + " cat /sys/class/net/eth0/address; date +%s";

    /** Two disks that stay, of either format, and one that is fresh at each start. */
    private static final String WITH_DISKS =
            ALONE.replace(
                    "}",
                    ",\"disks\":[{\"name\":\"a\",\"blank\":\"8MiB\",\"format\":\"raw\"},"
                            + "{\"name\":\"b\",\"blank\":\"8MiB\",\"format\":\"qcow2\"},"
                            + "{\"name\":\"c\",\"blank\":\"8MiB\",\"mode\":\"fresh\"}]}");

    private static final String READ =
            "for d in a b c; do head -c 4 /dev/vd$d | tr -d '\\\\0'; done";

    private static final Pattern OUT = Pattern.compile("out [0-9]+\n");
    private static final Pattern STATUS = Pattern.compile("status [0-9]+\n([0-9]+)");

    private final GuestFolder guests;
    private final Path folder;

    DisposableGuestTest() throws IOException, InterruptedException {
        guests = GuestFolder.with(Recipe.MINIMAL, Recipe.NETWORK);
        folder = guests.path();
    }

    @AfterEach
    void takeAway() {
        guests.close();
    }

    @Test
    void disposables_share_nothing_that_tells_machines_apart_and_leave_nothing() throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            assertEquals(TaskState.DONE, client.done("/v1/vms", NET).state());
            assertEquals(TaskState.DONE, client.done("/v1/vms", WORK.formatted(128)).state());
            String first = run(client, IDENTITY);
            assertTrue(first.contains("note "), first);

            // Ten at once, all from the state that the first has made.
            ConcurrentLinkedQueue<String> replies = new ConcurrentLinkedQueue<>();
            List<Thread> all = new ArrayList<>();
            for (int count = 0; count < 10; count++) {
                all.add(Thread.ofVirtual().start(() -> replies.add(run(client, IDENTITY))));
            }
            for (Thread each : all) {
                each.join();
            }
            Set<String> seen = new HashSet<>();
            List<String> told = new ArrayList<>();
            for (String reply : replies) {
                assertEquals("0", status(reply), reply);
                List<String> lines = output(reply).lines().toList();
                assertEquals(6, lines.size(), reply);
                told.addAll(lines.subList(0, 5));
                seen.addAll(lines.subList(0, 5));
                long clock = Long.parseLong(lines.get(5));
                long off = Instant.now().getEpochSecond() - clock;
                // They were set right when they began; the last may have been told seconds ago.
                assertTrue(off >= -1 && off < 60, "the clock is off by " + off + "s");
            }
            assertEquals(50, told.size());
            assertEquals(50, seen.size(), () -> "shared: " + told);

            long before = Instant.now().getEpochSecond();
            long clock = Long.parseLong(output(run(client, "date +%s")).strip());
            long after = Instant.now().getEpochSecond();
            assertTrue(before - 1 <= clock && clock <= after + 1, before + " " + clock);
            assertLeft(client, 1);

            // Another memory is another machine, which has to boot again, and the old state goes.
            var changed = client.put("/v1/vms/work?wait-millis=20000", WORK.formatted(96));
            assertEquals(200, changed.status(), changed::body);
            assertTrue(run(client, "true").contains("note "));
            assertLeft(client, 1);

            assertEquals(200, client.delete("/v1/vms/work?wait-millis=20000").status());
            assertEquals(List.of(), guests.entries("state/templates"));
        }
    }

    @Test
    void a_disposable_ends_with_whoever_asked_for_it_and_with_the_daemon() throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            assertEquals(TaskState.DONE, client.done("/v1/vms", ALONE).state());
            assertEquals("7", status(run(client, "exit 7")));
            try (EventReader _ = EventReader.post(client, PATH, body("sleep 1000"))) {
                awaitListed(client);
            }
            TestDaemon.await("it ends", () -> DaemonProcess.machines(folder).isEmpty());
            assertLeft(client, 1);

            try (EventReader killed = EventReader.post(client, PATH, body("sleep 1000"))) {
                awaitListed(client);
                String name =
                        client.get("/v1/vms").body().replaceAll("(?s).*\"(work-d[0-9]+)\".*", "$1");
                assertEquals(TaskState.DONE, client.done("/v1/vms/" + name + "/kill", "").state());
                assertEquals(Set.of(), DaemonProcess.machines(folder));
                String told = killed.awaitEnd();
                assertTrue(told.contains("disposable-killed"), told);
            }
            try (EventReader died = EventReader.post(client, PATH, body("sleep 1000"))) {
                awaitListed(client);
                DaemonProcess.machines(folder).stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .forEach(ProcessHandle::destroyForcibly);
                String told = died.awaitEnd();
                assertTrue(told.contains("disposable-died"), told);
            }
            assertLeft(client, 1);

            try (EventReader _ = EventReader.post(client, PATH, body("sleep 1000"))) {
                awaitListed(client);
                daemon.kill();
            }
            assertEquals(1, DaemonProcess.machines(folder).size());
        }
        try (DaemonProcess next = guests.daemon()) {
            assertEquals(Set.of(), DaemonProcess.machines(folder));
            assertTrue(next.log().contains("outlived the daemon"), next.log());
            assertLeft(next.client(), 1);
            // The state was kept, so nobody has to wait for it.
            String reply = run(next.client(), "echo again");
            assertTrue(!reply.contains("note ") && output(reply).equals("again\n"), reply);
        }
    }

    private void awaitListed(TestClient client) throws InterruptedException {
        TestDaemon.await("it is listed", () -> list(client).contains("\"work-d"));
        TestDaemon.await("its process", () -> DaemonProcess.machines(folder).size() == 1);
        TestDaemon.await("it runs", () -> list(client).matches("(?s).*work-d.*running.*"));
    }

    @Test
    void a_disposable_has_the_disks_as_they_were_and_what_it_writes_goes_with_it()
            throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            assertEquals(TaskState.DONE, client.done("/v1/vms", WITH_DISKS).state());
            write(client, "one");
            // The second begins from what the first was copied from, not from what that wrote.
            for (int count = 0; count < 2; count++) {
                String reply = run(client, READ + "; echo two | tee /dev/vda /dev/vdb /dev/vdc");
                assertEquals("oneonetwo", output(reply).replace("\n", ""), reply);
            }
            assertEquals(TaskState.DONE, client.done("/v1/vms/work/start", "").state());
            String meanwhile = run(client, READ);
            assertEquals("oneone", output(meanwhile).replace("\n", ""), meanwhile);
            assertEquals(TaskState.DONE, client.done("/v1/vms/work/kill", "").state());

            write(client, "new");
            String anew = run(client, READ);
            assertTrue(anew.contains("note "), anew);
            assertEquals("newnew", output(anew).replace("\n", ""), anew);
            assertLeft(client, 1);
        }
    }

    /** Starts the VM itself, writes to all its disks and stops it. */
    private static void write(TestClient client, String word) {
        assertEquals(TaskState.DONE, client.done("/v1/vms/work/start", "").state());
        String reply =
                run(
                        client,
                        "/v1/vms/work/run?patience-seconds=120",
                        "echo " + word + " | tee /dev/vda /dev/vdb /dev/vdc; sync");
        assertEquals("0", status(reply), reply);
        assertEquals(TaskState.DONE, client.done("/v1/vms/work/stop", "").state());
    }

    @Test
    void a_guest_that_goes_on_knows_what_time_it_is() throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            assertEquals(TaskState.DONE, client.done("/v1/vms", ALONE).state());
            assertEquals(TaskState.DONE, client.done("/v1/vms/work/start", "").state());
            run(client, "/v1/vms/work/run", "true");
            for (String stop : List.of("pause", "save")) {
                String goOn = stop.equals("pause") ? "resume" : "start";
                assertEquals(TaskState.DONE, client.done("/v1/vms/work/" + stop, "").state());
                // Longer than the seconds by which the clock may be off.
                Thread.sleep(5000);
                assertEquals(TaskState.DONE, client.done("/v1/vms/work/" + goOn, "").state());
                TestDaemon.await("the time, after " + stop, () -> behind(client) <= 2);
            }
        }
    }

    private static long behind(TestClient client) {
        String clock = output(run(client, "/v1/vms/work/run", "date +%s")).strip();
        return Instant.now().getEpochSecond() - Long.parseLong(clock);
    }

    private static final String PATH = "/v1/vms/work/run-disposable";

    /** Of disposables nothing, but so many states that they begin from. */
    private void assertLeft(TestClient client, int states) throws Exception {
        TestDaemon.await("only work is listed", () -> !list(client).contains("\"work-d"));
        for (String place : List.of("run/vms", "run/logs", "run/links", "state/vms")) {
            TestDaemon.await("nothing in " + place, () -> passing(place).isEmpty());
        }
        // Only the driver domain's, where there is one.
        TestDaemon.await("no process", () -> DaemonProcess.machines(folder).size() <= 1);
        List<Path> templates = guests.entries("state/templates");
        assertEquals(1, templates.size());
        try (var kept = Files.list(templates.getFirst())) {
            assertEquals(states, kept.count());
        }
    }

    private List<Path> passing(String place) {
        return guests.entries(place).stream()
                .filter(entry -> entry.getFileName().toString().startsWith("d15b05ab"))
                .toList();
    }

    private static String list(TestClient client) {
        return client.get("/v1/vms").body();
    }

    private static String run(TestClient client, String script) {
        return run(client, PATH, script);
    }

    private static String run(TestClient client, String path, String script) {
        // Between the chunks of HTTP stand their lengths.
        return client.post(path, body(script))
                .body()
                .replaceAll("(?m)^[0-9a-fA-F]{1,5}\r\n", "")
                .replace("\r\n", "");
    }

    private static String body(String script) {
        return "{\"command\":[\"sh\",\"-c\",\"" + script + "\"]}";
    }

    /** All that was written on the standard output; our scripts write whole lines. */
    private static String output(String reply) {
        StringBuilder output = new StringBuilder();
        Matcher out = OUT.matcher(reply);
        while (out.find()) {
            int length = Integer.parseInt(out.group().strip().substring(4));
            output.append(reply, out.end(), out.end() + length);
        }
        return output.toString();
    }

    private static String status(String reply) {
        Matcher status = STATUS.matcher(reply);
        return status.find() ? status.group(1) : "none: " + reply;
    }
}
