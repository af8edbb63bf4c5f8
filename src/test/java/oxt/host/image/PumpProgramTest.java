package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guest's program, on this machine. */
class PumpProgramTest {
    @TempDir Path folder = Path.of("");

    @Test
    void what_it_reads_is_brought_as_lines_of_base64_of_any_length() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "it is a program of x86-64");
        for (int length : new int[] {0, 1, 2, 3, 57, 2879, 2880, 2881, 100_000}) {
            byte[] data = new byte[length];
            new Random(length).nextBytes(data);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (String line : pump(data)) {
                String[] words = line.split(" ");
                assertEquals(List.of("OUT", "4711"), List.of(words[0], words[1]));
                assertTrue(line.length() < 3900, "too long for the host: " + line.length());
                all.writeBytes(Base64.getDecoder().decode(words[2]));
            }
            assertArrayEquals(data, all.toByteArray());
        }
    }

    private List<String> pump(byte[] data) throws Exception {
        Path program = Files.write(folder.resolve("pump"), PumpProgram.bytes());
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.write(folder.resolve("data"), data);
        Files.writeString(folder.resolve("id"), "4711\n");
        // A credit for each line.
        Files.writeString(folder.resolve("credits"), "\n".repeat(data.length / 2880 + 1));
        Process process =
                new ProcessBuilder("sh", "-c", "./pump OUT id < data 3> lines 4< credits")
                        .directory(folder.toFile())
                        .start();
        assertEquals(0, process.waitFor());
        return Files.readAllLines(folder.resolve("lines"));
    }
}
