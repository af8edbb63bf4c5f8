package oxt.engine.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyOverlayTest {
    private static final Path QEMU_IMG = Path.of("/usr/bin/qemu-img");

    @TempDir Path folder = Path.of("");

    @Test
    void qemu_finds_nothing_wrong_with_one_of_any_size() throws Exception {
        assumeTrue(Files.isExecutable(QEMU_IMG), "qemu-img is not installed");
        for (long size : new long[] {512, 8 << 20, (1L << 29) + 512, 1L << 42}) {
            Path file = folder.resolve(size + ".qcow2");
            EmptyOverlay.write(file, size);
            assertTrue(qemuImg("check", file).contains("No errors were found"));
            String info = qemuImg("info", file);
            assertTrue(info.contains("(" + size + " bytes)"), info);
            assertTrue(!info.contains("backing"), info);
            assertEquals(4 << 16, Files.size(file));
        }
    }

    @Test
    void one_that_is_too_large_is_refused() {
        Path file = folder.resolve("huge");
        assertThrows(IOException.class, () -> EmptyOverlay.write(file, (1L << 42) + 512));
    }

    private static String qemuImg(String word, Path file) throws Exception {
        Process process =
                new ProcessBuilder(QEMU_IMG.toString(), word, file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
