package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.api.ImageReply;
import oxt.api.TaskReply;
import oxt.api.TaskState;
import oxt.engine.sim.SimEngine;

/** Disk files over the API: the bytes come, never the name of a file. */
class ImportTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus/diskfile");

    @TempDir Path folder = Path.of("");
    private final SimEngine engine = TestDaemon.engine();
    private TestDaemon daemon;
    private TestClient client;

    @BeforeEach
    void begin() {
        daemon = TestDaemon.begin(folder, engine);
        client = daemon.client();
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    @Test
    void a_file_becomes_an_image_and_its_task_says_how() throws IOException {
        TaskReply task = put("/v1/images/brought?wait-millis=9000", "v3.qcow2").task();
        assertEquals(TaskState.DONE, task.state());
        assertEquals(
                List.of(
                        "reading it as qcow2, going by its content",
                        "simulating the copy of 64KiB"),
                task.work() instanceof TaskReply.Work.Told(var told) ? told : List.of());
        assertTrue(images().contains("brought"));
        assertEquals(200, client.delete("/v1/images/brought?wait-millis=9000").status());
        assertFalse(images().contains("brought"));
        assertNothingArriving();
    }

    @Test
    void a_hostile_file_is_refused_with_its_reason_and_leaves_nothing() throws IOException {
        TaskReply task = put("/v1/images/brought?wait-millis=9000", "bad-flat.vmdk").task();
        assertEquals(TaskState.ROLLED_BACK, task.state());
        assertEquals(
                List.of("image-in-many-files"),
                task.problems().stream().map(problem -> problem.code()).toList());
        assertFalse(images().contains("brought"));
        assertNothingArriving();
    }

    @Test
    void what_one_says_it_is_counts() throws IOException {
        TaskReply task =
                put("/v1/images/brought?format=raw&wait-millis=9000", "sparse.vmdk").task();
        assertEquals(TaskState.DONE, task.state());
        assertEquals(
                List.of("image-format-unknown"),
                put("/v1/images/other?format=zip", "sparse.vmdk").codes());
    }

    @Test
    void a_name_that_is_taken_is_refused_before_the_file_is_read() throws IOException {
        assertEquals(List.of("image-name-taken"), put("/v1/images/minimal", "v2.qcow2").codes());
        String head =
                "PUT /v1/images/minimal HTTP/1.1\r\nHost: oxt\r\nConnection: close\r\n"
                        + "Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n";
        assertEquals(409, client.raw(head).status());
        assertNothingArriving();
    }

    @Test
    void what_a_daemon_that_died_had_received_is_thrown_away() throws IOException {
        Path left = folder.resolve("state/arriving/7");
        Files.createDirectories(left);
        Files.writeString(left.resolve("file"), "half");
        daemon.close();
        daemon = TestDaemon.begin(folder, engine);
        assertFalse(Files.exists(left));
    }

    @Test
    void a_vm_that_comes_is_another_with_addresses_of_its_own() throws IOException {
        byte[] file = vm(DOCUMENT, new byte[1 << 20]);
        client.done("/v1/vms", Documents.NET);
        TaskReply first = client.post("/v1/vms/import?wait-millis=9000", file).task();
        assertEquals(TaskState.DONE, first.state(), first.toString());
        TaskReply second = client.post("/v1/vms/import?name=two&wait-millis=9000", file).task();
        assertEquals(TaskState.DONE, second.state(), second.toString());
        String one = client.get("/v1/vms/one").body();
        String two = client.get("/v1/vms/two").body();
        assertFalse(one.contains("52:54:00:12:34:56"));
        assertTrue(one.contains("\"autostart\":\"off\""), one);
        assertFalse(mac(one).equals(mac(two)));
        assertEquals(List.of("vm-name-taken"), client.post("/v1/vms/import", file).codes());
        assertNothingArriving();
    }

    @Test
    void a_hostile_vm_is_refused_with_all_its_problems_and_leaves_nothing() throws IOException {
        String bad = DOCUMENT.replace("256MiB", "7MiB").replace("\"role\"", "\"rolle\"");
        TestClient.Reply reply = client.post("/v1/vms/import", vm(bad, new byte[1 << 20]));
        assertEquals(400, reply.status());
        assertEquals(2, reply.problems().size(), reply.body());
        String none = DOCUMENT.replaceAll("\"disks\":\\[.*?],", "");
        assertEquals(
                List.of("archive-disks-differ"),
                client.post("/v1/vms/import", vm(none, new byte[1 << 20])).codes());
        TaskReply shorter =
                client.post("/v1/vms/import?wait-millis=9000", vm(DOCUMENT, new byte[512])).task();
        assertEquals(TaskState.ROLLED_BACK, shorter.state());
        assertEquals("archive-disk-size", shorter.problems().getFirst().code());
        // Its driver domain is not here: that is for the planner to say.
        TaskReply alone =
                client.post("/v1/vms/import?wait-millis=9000", vm(DOCUMENT, new byte[1 << 20]))
                        .task();
        assertEquals(TaskState.ROLLED_BACK, alone.state());
        assertEquals(404, client.get("/v1/vms/one").status());
        assertNothingArriving();
    }

    private static final String DOCUMENT =
            "{\"name\":\"one\",\"role\":\"user\",\"memory\":\"256MiB\",\"autostart\":{\"order\":3},"
                    + "\"disks\":[{\"name\":\"root\",\"blank\":\"1MiB\",\"format\":\"raw\"}],"
                    + "\"nics\":[{\"name\":\"lan\",\"backend\":\"net\",\"mac\":\"52:54:00:12:34:56\"}]}";

    private static byte[] vm(String document, byte[] disk) throws IOException {
        return VmFiles.of(document, disk);
    }

    private static String mac(String vm) {
        Matcher mac = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}").matcher(vm);
        assertTrue(mac.find(), vm);
        return mac.group();
    }

    private TestClient.Reply put(String path, String file) throws IOException {
        return client.put(path, Files.readAllBytes(CORPUS.resolve(file)));
    }

    private List<String> images() {
        return ImageReply.LIST.read(client.get("/v1/images").json()).orThrow().stream()
                .map(image -> image.name().text())
                .toList();
    }

    private void assertNothingArriving() throws IOException {
        Path arriving = folder.resolve("state/arriving");
        if (Files.exists(arriving)) {
            try (var left = Files.list(arriving)) {
                assertEquals(0, left.count());
            }
        }
    }
}
