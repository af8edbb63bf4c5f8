package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.MeasuredPartReply;
import oxt.api.TaskState;
import oxt.host.image.Recipe;
import oxt.model.Digest;

/** A measured VM on a real QEMU, and somebody who changes its files. */
@Tag("guest")
class MeasuredVmGuestTest {
    private static final String ONE =
            "{\"name\":\"one\",\"memory\":\"128MiB\",\"display\":\"off\",\"nics\":[],\"disks\":["
                    + "{\"name\":\"tools\",\"image\":\"minimal\",\"mode\":\"read-only\"},"
                    + "{\"name\":\"scratch\",\"image\":\"minimal\",\"mode\":\"fresh\"}]}";

    private static final Pattern OUT = Pattern.compile("out ([0-9]+)\n");

    private final GuestFolder guests;
    private final Path disk;

    MeasuredVmGuestTest() throws IOException, InterruptedException {
        guests = GuestFolder.with(Recipe.MINIMAL);
        disk = ownImages(guests.path().resolve("state/images")).resolve("minimal/disk.raw");
    }

    @AfterEach
    void takeAway() {
        guests.close();
    }

    @Test
    void one_byte_of_a_read_only_disk_refuses_the_start_until_it_is_accepted() throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE);
            new MeasuredOne(client).accept();
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            assertEquals(
                    digest("disks.tools", client).text(),
                    "sha256:" + run(client, "sha256sum /dev/vda").split(" ", 2)[0]);
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/kill", "").state());

            Digest before = digest("disks.tools", client);
            flip(disk);
            TestClient.Reply refused = client.post("/v1/vms/one/start?wait-millis=20000", "");
            assertEquals(403, refused.status(), refused::body);
            // It is what both disks begin as.
            assertEquals(
                    List.of("measured-file-differs", "measured-file-differs"), refused.codes());
            String what = refused.problems().getLast().what();
            assertTrue(what.contains("disk tools") && what.contains("disk.raw"), what);
            assertTrue(what.contains(before.text()), what);
            assertTrue(what.contains(digest("disks.tools", client).text()), what);
            assertEquals(Optional.of("off"), client.state("one"));

            new MeasuredOne(client).accept();
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            assertEquals(
                    digest("disks.tools", client).text(),
                    "sha256:" + run(client, "sha256sum /dev/vda").split(" ", 2)[0]);
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/kill", "").state());
        }
    }

    @Test
    void a_saved_vm_goes_on_only_with_what_was_accepted() throws Exception {
        try (DaemonProcess daemon = guests.daemon()) {
            TestClient client = daemon.client();
            client.done("/v1/vms", ONE);
            new MeasuredOne(client).accept();
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            assertEquals("", run(client, "echo known > /run/note"));
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/save", "").state());
            flip(disk);
            assertEquals(403, client.post("/v1/vms/one/start?wait-millis=20000", "").status());
            assertEquals(Optional.of("saved"), client.state("one"));
            flip(disk);
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/start", "").state());
            assertEquals("known", run(client, "cat /run/note").strip());
            assertEquals(TaskState.DONE, client.done("/v1/vms/one/kill", "").state());
        }
    }

    private static Digest digest(String part, TestClient client) {
        return new MeasuredOne(client)
                .measurement().parts().stream()
                        .filter(each -> each.part().equals(part))
                        .map(MeasuredPartReply::found)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow();
    }

    /** What a command in the guest says. */
    private static String run(TestClient client, String script) {
        String reply =
                client.post(
                                "/v1/vms/one/run?patience-seconds=120",
                                "{\"command\":[\"sh\",\"-c\",\"" + script + "\"]}")
                        .body()
                        .replaceAll("(?m)^[0-9a-fA-F]{1,5}\r\n", "")
                        .replace("\r\n", "");
        StringBuilder output = new StringBuilder();
        Matcher out = OUT.matcher(reply);
        while (out.find()) {
            int length = Integer.parseInt(out.group(1));
            output.append(reply, out.end(), out.end() + length);
        }
        return output.toString();
    }

    /** As somebody who became root and puts the time back. */
    private static void flip(Path file) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long last = channel.size() - 1;
            ByteBuffer one = ByteBuffer.allocate(1);
            int _ = channel.read(one, last);
            one.put(0, (byte) (one.get(0) ^ 1)).flip();
            int _ = channel.write(one, last);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Files.setLastModifiedTime(file, before);
    }

    /** Others' tests use the images that are linked there. */
    private static Path ownImages(Path link) throws IOException {
        Path shared = link.toRealPath();
        Files.delete(link);
        Files.createDirectory(link);
        Files.setPosixFilePermissions(link, PosixFilePermissions.fromString("rwx--x--x"));
        Path image = shared.resolve("minimal").toRealPath();
        Path copy = Files.createDirectory(link.resolve(image.getFileName()));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> files = Files.list(image)) {
            for (Path file : files.toList()) {
                Path to = Files.copy(file, copy.resolve(file.getFileName()));
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("r--r--r--"));
            }
        }
        Files.createSymbolicLink(link.resolve("minimal"), image.getFileName());
        return link;
    }
}
