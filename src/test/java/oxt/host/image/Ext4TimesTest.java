package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same files, unpacked at another time, are the same file system. */
class Ext4TimesTest {
    @TempDir Path folder = Path.of("");

    @Test
    void when_files_were_unpacked_and_read_does_not_matter()
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/mke2fs")), "there is no mke2fs");
        Path first = made("first");
        Path second = made("second");
        assertEquals(false, Files.mismatch(first, second) == -1, "they differ before");
        Ext4Times.settle(first);
        Ext4Times.settle(second);
        assertEquals(-1, Files.mismatch(first, second));
        run(List.of("/usr/sbin/e2fsck", "-fn", first.toString()));
    }

    @Test
    void what_is_no_such_file_system_is_left_alone() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[8192]);
        assertThrows(IOException.class, () -> Ext4Times.settle(file));
        assertEquals(-1, Files.mismatch(file, Files.write(folder.resolve("y"), new byte[8192])));
    }

    private Path made(String name) throws IOException, InterruptedException {
        Path files = Files.createDirectories(folder.resolve(name));
        for (String each : List.of("b", "a", "c")) {
            Path file = Files.writeString(files.resolve(each), each);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_000L));
            Files.setAttribute(
                    file,
                    "lastAccessTime",
                    FileTime.fromMillis(1_700_000_000_000L + name.hashCode()));
        }
        Files.setLastModifiedTime(files, FileTime.fromMillis(1_600_000_000_000L));
        Path image = folder.resolve(name + ".ext4");
        String command =
                "E2FSPROGS_FAKE_TIME=1700000000 MKE2FS_CONFIG=/dev/null /usr/sbin/mke2fs -q -F -t"
                        + " ext4 -U 6f787420-6465-4269-8000-000000000001 -E"
                        + " hash_seed=6f787420-6465-4269-8000-000000000002,root_owner=0:0 -O"
                        + " none,has_journal,ext_attr,filetype,extent,extra_isize -I 256 -b 4096 -d "
                        + files
                        + " "
                        + image
                        + " 16M";
        run(List.of("sh", "-c", command));
        return image;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
