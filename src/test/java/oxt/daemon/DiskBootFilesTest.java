package oxt.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.reconstruction.BootParts;
import oxt.trust.rehearsal.Programs;

class DiskBootFilesTest {
    @TempDir Path folder;

    private DiskBootFiles files = new DiskBootFiles(List.of());

    @BeforeEach
    void mount() throws IOException {
        Files.createDirectories(folder.resolve("esp/EFI/BOOT"));
        Files.createSymbolicLink(folder.resolve("again"), folder.resolve("esp"));
        files = new DiskBootFiles(List.of(folder.resolve("esp"), folder.resolve("again")));
    }

    private Path put(String name, Bytes content) throws IOException {
        return Files.write(folder.resolve("esp").resolve(name), content.toArray());
    }

    @Test
    void a_file_that_is_reached_in_two_ways_is_read_once() throws IOException {
        Bytes program = Programs.with(1);
        put("EFI/BOOT/BOOTX64.EFI", program);
        assertEquals(List.of(program), files.find("/EFI/BOOT/BOOTX64.EFI"));
        assertEquals(List.of("/EFI/BOOT/BOOTX64.EFI"), paths());
    }

    @Test
    void programs_are_found_below_efi_and_kernels_and_hypervisors_beside_it() throws IOException {
        put("EFI/BOOT/BOOTX64.EFI", Programs.with(1));
        put("EFI/BOOT/notes.txt", Programs.with(2));
        put("vmlinuz-6.12", Programs.with(3));
        put("xen-4.20.efi", Programs.with(4));
        put("initrd.img", Programs.with(5));
        put("xen-4.20.config", Bytes.filled('x', 300));
        assertEquals(List.of("/EFI/BOOT/BOOTX64.EFI", "/vmlinuz-6.12", "/xen-4.20.efi"), paths());
    }

    @Test
    void a_file_that_is_too_large_to_be_read_is_named_and_no_program_to_try() throws IOException {
        Path large = put("EFI/BOOT/large.efi", Programs.with(1));
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((128L << 20) + 1);
        }
        ProblemException refused =
                assertThrows(ProblemException.class, () -> files.find("/EFI/BOOT/large.efi"));
        assertEquals("boot-file-too-large", refused.problems().getFirst().code());
        assertEquals(List.of(), paths());
    }

    @Test
    void what_leads_out_of_a_root_is_not_there() throws IOException {
        Files.write(folder.resolve("secret"), new byte[] {1});
        assertEquals(List.of(), files.find("/../secret"));
    }

    private List<String> paths() {
        return files.programs(Set.of(HashAlgorithm.SHA256)).stream()
                .map(BootParts.Program::path)
                .toList();
    }
}
