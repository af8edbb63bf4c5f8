package oxt.host.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/** TPMs that somebody names. */
class TpmPlaceTest {
    @TempDir Path folder = Path.of("");

    @Test
    void a_kernels_device_and_a_software_tpms_socket_are_understood() {
        assertEquals(new TpmPlace.Kernel(0), TpmPlace.read("/dev/tpmrm0").orThrow());
        assertEquals(new TpmPlace.Kernel(12), TpmPlace.read("/dev/tpmrm12").orThrow());
        assertEquals(
                new TpmPlace.Software(Path.of("/run/a:b")),
                TpmPlace.read("swtpm:/run/a:b").orThrow());
    }

    /** The device without {@code rm} is for one program alone. */
    @Test
    void everything_else_is_refused_with_what_may_be_written() {
        for (String word :
                List.of("", "/dev/tpm0", "/dev/tpmrm", "/dev/tpmrm01", "swtpm:", "tpm0", "none")) {
            List<Problem> problems =
                    TpmPlace.read(word) instanceof Reading.Bad<TpmPlace>(var bad) ? bad : List.of();
            assertEquals(
                    List.of("tpm-not-named"), problems.stream().map(Problem::code).toList(), word);
        }
    }

    @Test
    void a_socket_that_nobody_serves_is_named() {
        HostTpm host = HostTpm.at(new TpmPlace.Software(folder.resolve("none")), Optional.empty());
        ProblemException refused = assertThrows(ProblemException.class, host::registers);
        assertEquals("tpm-socket", refused.problems().getFirst().code());
        assertEquals("no-launch-log", host.noLog().code());
    }

    @Test
    void what_the_tpm_says_itself_is_what_the_tools_say() throws IOException, InterruptedException {
        try (BootedTpm booted = BootedTpm.start(folder)) {
            Bytes log = BootedTpm.recorded("systemd-stub");
            booted.boot(log);
            HostTpm host =
                    HostTpm.at(
                            new TpmPlace.Software(folder.resolve("tpm")),
                            Optional.of(folder.resolve("security")));
            assertEquals(
                    booted.host().registers().get(HashAlgorithm.SHA256),
                    host.registers().get(HashAlgorithm.SHA256));
            assertEquals(Optional.of(log), host.logBytes());
        }
    }
}
