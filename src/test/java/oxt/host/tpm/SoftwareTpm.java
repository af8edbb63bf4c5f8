package oxt.host.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oxt.host.Deadline;

/** A real software TPM 2.0 in a folder of its own, and tpm2-tools that ask it. */
public final class SoftwareTpm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private Process process;

    private SoftwareTpm(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Skips the test where swtpm or tpm2-tools are not installed. */
    public static SoftwareTpm start(Path folder) throws IOException, InterruptedException {
        assumeTrue(isInstalled("swtpm"), "swtpm is not installed");
        assumeTrue(isInstalled("tpm2"), "tpm2-tools are not installed");
        Files.createDirectories(folder.resolve("state"));
        SoftwareTpm tpm = new SoftwareTpm(folder, process(folder));
        tpm.awaitSocket();
        return tpm;
    }

    private static boolean isInstalled(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program));
    }

    private static Process process(Path folder) throws IOException {
        return new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder.resolve("state"),
                        "--server",
                        "type=unixio,path=" + folder.resolve("tpm"),
                        "--ctrl",
                        "type=unixio,path=" + folder.resolve("tpm.ctrl"),
                        "--flags",
                        "not-need-init,startup-clear")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("swtpm.log").toFile())
                .start();
    }

    private void awaitSocket() throws InterruptedException {
        assertTrue(
                Deadline.after(PATIENCE)
                        .await(
                                () -> {
                                    try (TpmSocket _ = TpmSocket.open(folder.resolve("tpm"))) {
                                        return true;
                                    } catch (IOException notYet) {
                                        return false;
                                    }
                                }));
    }

    /** As the machine's does: registers begin anew, counters and seeds stay. */
    public void reboot() throws IOException, InterruptedException {
        stop();
        process = process(folder);
        awaitSocket();
    }

    /** Tools and this cannot ask at the same time: close one before using the other. */
    public Tpm open() throws IOException {
        return new Tpm(way());
    }

    public TpmTransport way() throws IOException {
        return TpmSocket.open(folder.resolve("tpm"));
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** What a tool of tpm2-tools prints, which works in the folder. */
    public String tool(String... words) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, "tpm2_" + words[0]);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("TPM2TOOLS_TCTI", "swtpm:path=" + folder.resolve("tpm"));
        Process tool =
                builder.redirectOutput(printed.toFile())
                        .redirectError(folder.resolve("complaints").toFile())
                        .start();
        assertTrue(tool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), String.join(" ", words));
        assertEquals(
                0,
                tool.exitValue(),
                () -> String.join(" ", words) + ": " + text(folder.resolve("complaints")));
        return Files.readString(printed, StandardCharsets.ISO_8859_1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
