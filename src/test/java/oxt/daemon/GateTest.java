package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.host.Accounts;

/** Who gets in, by the kernel's word, where the socket itself would let everyone in. */
class GateTest {
    private static final String NOBODY = "65534";

    @TempDir Path folder = Path.of("");

    @Test
    void a_user_who_may_not_is_denied_everything_and_that_is_on_record()
            throws IOException, InterruptedException {
        assumeTrue(Accounts.ownUserId() == 0, "only root can ask as another user");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl");
        try (TestDaemon daemon = TestDaemon.begin(folder, TestDaemon.engine())) {
            openToAll(daemon.client().socket());
            for (List<String> request :
                    List.of(
                            List.of("GET", "/v1/vms"),
                            List.of("GET", "/v1/nothing"),
                            List.of("POST", "/v1/vms"))) {
                String reply = asNobody(daemon, request.get(0), request.get(1));
                assertTrue(reply.contains("\"code\":\"caller-not-allowed\""), reply);
                assertTrue(reply.endsWith("403"), reply);
            }
            TestDaemon.await(
                    "it is in the audit log",
                    () ->
                            daemon.client()
                                    .get("/v1/audit?after=0")
                                    .body()
                                    .contains("\"user\":\"nobody\",\"what\":\"POST\""));
            assertEquals("{\"vms\":[],\"foreign\":[]}\n", daemon.client().get("/v1/vms").body());
        }
    }

    private void openToAll(Path socket) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        for (Path each = socket.getParent(); each.startsWith(folder); each = each.getParent()) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String asNobody(TestDaemon daemon, String method, String path)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                "/usr/bin/curl",
                                "-sS",
                                "-m",
                                "20",
                                "-w",
                                "%{http_code}",
                                "-X",
                                method,
                                "--unix-socket",
                                daemon.client().socket().toString(),
                                "http://oxt" + path)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
