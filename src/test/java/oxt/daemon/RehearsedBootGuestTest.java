package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import oxt.api.RehearsalReply;
import oxt.api.RehearsalReply.Standing;
import oxt.daemon.work.LaunchSecrets.Doing;
import oxt.engine.files.Images;
import oxt.guest.GuestImages;
import oxt.guest.UnifiedImage;
import oxt.host.FileTree;
import oxt.host.image.Recipe;
import oxt.host.tpm.HostTpm;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.rehearsal.Instead;
import oxt.trust.tpm.Secret;

/** Boots of a Debian kernel under UEFI with a TPM: rehearsed, updated, attacked. */
@Tag("guest")
class RehearsedBootGuestTest {
    private static final String LINE = "console=ttyS0 quiet";
    private static final Secret SECRET =
            Secret.of(Bytes.of("key of the disk".getBytes(StandardCharsets.UTF_8)));

    private Path folder = Path.of("");
    private Path kernel = Path.of("");

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        MeasuredMachine.assumeParts();
        UnifiedImage.assumeParts();
        // Short, because the names of Unix sockets are.
        folder = Files.createTempDirectory(Path.of("/tmp"), "oxt");
        Images.Files image =
                GuestImages.with(Recipe.MINIMAL).find(new ImageName("minimal")).orElseThrow();
        kernel =
                Files.write(
                        folder.resolve("kernel"), Files.readAllBytes(image.kernel().orElseThrow()));
        Files.write(
                folder.resolve("initramfs"),
                MeasuredInitramfs.of(
                        Files.readAllBytes(image.initramfs().orElseThrow()), MeasuredMachine.INIT));
        Files.createDirectories(folder.resolve("disk/EFI/BOOT"));
        install(LINE);
    }

    @AfterEach
    void remove() {
        FileTree.remove(folder);
    }

    private void install(String line) throws IOException, InterruptedException {
        UnifiedImage.write(
                folder.resolve("disk/EFI/BOOT/BOOTX64.EFI"),
                kernel,
                folder.resolve("initramfs"),
                line,
                folder);
    }

    /** Another kernel to everybody who hashes it: its name says another version. */
    private void update() throws IOException {
        byte[] bytes = Files.readAllBytes(kernel);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("debian-kernel@");
        bytes[at] = 'D';
        Files.write(kernel, bytes);
    }

    private SealedSecrets secrets(HostTpm host) {
        return new SealedSecrets(
                new SealedFiles(folder.resolve("sealed")),
                host,
                new DiskBootFiles(List.of(folder.resolve("disk"))),
                new SecureRandom(),
                InstantSource.system());
    }

    @Test
    void after_a_rehearsed_update_the_secret_opens_and_after_an_attack_it_stays_shut()
            throws IOException, InterruptedException {
        try (MeasuredMachine machine = MeasuredMachine.boot(folder, folder.resolve("disk"))) {
            SealedSecrets secrets = secrets(machine.host());
            secrets.seal("disk", SECRET, List.of());
            assertEquals(Set.of(Standing.SAME), standings(secrets, Doing.SHOW));
            update();
            install(LINE);
            assertEquals(Set.of(Standing.SAME, Standing.OTHER), standings(secrets, Doing.SEAL));
            assertEquals(SECRET.bytes(), secrets.open("disk").bytes());
        }
        try (MeasuredMachine machine = MeasuredMachine.boot(folder, folder.resolve("disk"))) {
            SealedSecrets secrets = secrets(machine.host());
            RehearsalReply came = secrets.confirm("disk", Doing.SHOW);
            assertEquals(
                    Set.of(Standing.AS_FORESEEN),
                    came.events().stream()
                            .map(RehearsalReply.Event::standing)
                            .collect(Collectors.toSet()),
                    came.toString());
            assertEquals(SECRET.bytes(), secrets.open("disk").bytes());
            secrets.confirm("disk", Doing.SEAL);
        }
        install(LINE + " init=/bin/sh");
        try (MeasuredMachine machine = MeasuredMachine.boot(folder, folder.resolve("disk"))) {
            SealedSecrets secrets = secrets(machine.host());
            List<Problem> problems =
                    assertThrows(ProblemException.class, () -> secrets.open("disk")).problems();
            assertEquals("sealed-to-another-boot", problems.getFirst().code());
            assertTrue(
                    problems.stream()
                            .map(Problem::what)
                            .anyMatch(
                                    what ->
                                            what.startsWith("Changed: ")
                                                    && what.contains("LoadOptions")),
                    problems.toString());
        }
    }

    private static Set<Standing> standings(SealedSecrets secrets, Doing doing) {
        return secrets.rehearse("disk", Instead.NOTHING, doing).events().stream()
                .map(RehearsalReply.Event::standing)
                .collect(Collectors.toSet());
    }
}
