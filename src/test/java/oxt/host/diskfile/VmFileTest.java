package oxt.host.diskfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.DiskFormat;
import oxt.model.DiskName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;

/** VMs as one file, whole, altered and hostile. */
class VmFileTest {
    private static final DiskName ROOT = new DiskName("root");

    @TempDir Path folder = Path.of("");

    @Test
    void what_is_written_is_read_again_with_its_holes() throws IOException {
        byte[] disk = disk();
        VmFile file = VmFile.read(Content.of(written(disk))).orThrow();
        assertEquals("{\"name\":\"work\"}", file.document());
        assertArrayEquals(new byte[] {1, 2}, file.variables().orElseThrow());
        VmFileDisk root = file.disks().getFirst();
        assertEquals(ROOT, root.name());
        root.unpack(folder.resolve("root"));
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("root")));
    }

    @Test
    void the_same_vm_gives_the_same_file() throws IOException {
        byte[] disk = disk();
        assertArrayEquals(written(disk), written(disk));
    }

    @Test
    void other_programs_read_it_too() throws IOException, InterruptedException {
        Files.write(folder.resolve("vm.tar"), written(disk()));
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "tar -xf vm.tar && sha256sum -c --quiet SHA256SUMS && gzip -t"
                                        + " disks/root/*.gz")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void a_part_that_was_altered_is_found_and_so_is_a_document() throws IOException {
        byte[] file = written(disk());
        int part = find(file, "disks/root/00000000.gz") + 512 + 9000;
        VmFile altered = VmFile.read(Content.of(Corpus.with(file, part, 1, 2, 3))).orThrow();
        var thrown =
                assertThrows(
                        ProblemException.class,
                        () -> altered.disks().getFirst().unpack(folder.resolve("x")));
        assertEquals("archive-digest-differs", thrown.problems().getFirst().code());
        int document = find(file, "{\"name\":\"work\"}") + 9;
        assertEquals(List.of("archive-damaged"), codes(Corpus.with(file, document, 'W')));
    }

    @Test
    void an_archive_that_was_cut_off_is_refused() throws IOException {
        byte[] file = written(disk());
        assertEquals(List.of("archive-damaged"), codes(Arrays.copyOf(file, file.length - 1024)));
        assertEquals(List.of("archive-damaged"), codes(Arrays.copyOf(file, file.length / 2)));
        assertTrue(codes(new byte[1024]).contains("archive-not-vm"));
        assertTrue(codes(Corpus.bytes("whole.ova")).contains("archive-not-vm"));
    }

    @Test
    void a_part_that_unpacks_to_more_than_was_announced_is_refused() throws IOException {
        byte[] bomb = new byte[VmFile.PART];
        Arrays.fill(bomb, (byte) 7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmFileWriter writer = new VmFileWriter(out);
        writer.begin("{}", List.of(new VmFileWriter.Disk(ROOT, DiskFormat.RAW, 512)));
        writer.disk(
                new VmFileWriter.Disk(ROOT, DiskFormat.RAW, bomb.length),
                Content.of(bomb),
                () -> {});
        writer.end();
        VmFile file = VmFile.read(Content.of(out.toByteArray())).orThrow();
        var thrown =
                assertThrows(
                        ProblemException.class,
                        () -> file.disks().getFirst().unpack(folder.resolve("x")));
        assertEquals("archive-part-damaged", thrown.problems().getFirst().code());
    }

    @Test
    void parts_behind_the_end_and_files_that_nothing_names_are_refused() throws IOException {
        byte[] disk = new byte[2 * VmFile.PART];
        Arrays.fill(disk, (byte) 7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmFileWriter writer = new VmFileWriter(out);
        writer.begin("{}", List.of(new VmFileWriter.Disk(ROOT, DiskFormat.RAW, 512)));
        writer.disk(
                new VmFileWriter.Disk(ROOT, DiskFormat.RAW, disk.length),
                Content.of(disk),
                () -> {});
        writer.disk(
                new VmFileWriter.Disk(new DiskName("other"), DiskFormat.RAW, 512),
                Content.of(disk),
                () -> {});
        writer.end();
        assertEquals(List.of("archive-damaged", "archive-damaged"), codes(out.toByteArray()));
    }

    @Test
    void whatever_the_bytes_a_vm_is_read_or_refused() throws IOException {
        byte[] file = written(new byte[4096]);
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int round = 0; round < 5_000; round++) {
            byte[] changed = file.clone();
            for (int count = random.nextInt(1, 8); count > 0; count--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Reading<VmFile> _ = VmFile.read(Content.of(changed));
        }
    }

    private static byte[] disk() {
        byte[] disk = new byte[3 * VmFile.PART + 512];
        byte[] some = new byte[1 << 16];
        RandomGenerator.of("L64X128MixRandom").nextBytes(some);
        System.arraycopy(some, 0, disk, 0, some.length);
        System.arraycopy(some, 0, disk, 2 * VmFile.PART + 77, some.length);
        return disk;
    }

    private static byte[] written(byte[] disk) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VmFileWriter writer = new VmFileWriter(out);
        var root = new VmFileWriter.Disk(ROOT, DiskFormat.RAW, disk.length);
        writer.begin("{\"name\":\"work\"}", List.of(root));
        writer.variables(new byte[] {1, 2});
        writer.disk(root, Content.of(disk), () -> {});
        writer.end();
        return out.toByteArray();
    }

    private static int find(byte[] file, String text) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static List<String> codes(byte[] file) throws IOException {
        return switch (VmFile.read(Content.of(file))) {
            case Reading.Good<VmFile> _ -> List.of();
            case Reading.Bad<VmFile>(var problems) -> problems.stream().map(Problem::code).toList();
        };
    }
}
