package oxt.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ByteSize;

class JailTest {
    private static final Path QEMU_IMG = Path.of("/usr/bin/qemu-img");
    private static final int MOST_THREADS = 64;

    @TempDir Path folder;

    /** As qemu-img is on a slow disk, where it writes with as many threads as it may have. */
    @Test
    void a_program_of_many_threads_keeps_within_its_memory()
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(QEMU_IMG), "qemu-img is not installed");
        Path disk = Files.write(folder.resolve("disk"), new byte[4 << 20]);
        Jail.show(folder, "rwx--x---");
        Jail.give(disk, "rw-------");
        Jail jail = new Jail(ByteSize.mebibytes(384), ByteSize.mebibytes(8), Duration.ofMinutes(1));
        List<String> command = new ArrayList<>(jail.words(Jail.Apartness.NONE));
        command.addAll(List.of("qemu-img", "bench", "-f", "raw", "-w", "-c", "2000"));
        command.addAll(List.of("-d", "" + MOST_THREADS, disk.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), words);
    }
}
