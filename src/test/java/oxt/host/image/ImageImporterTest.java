package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.host.diskfile.DiskFileFormat;
import oxt.model.ImageName;
import oxt.model.ProblemException;

/** Disk files as qemu-img makes them, and some that it would have followed elsewhere. */
class ImageImporterTest {
    private static final ImageName NAME = new ImageName("brought");

    @TempDir Path folder = Path.of("");
    private ImageCatalogue catalogue;
    private ImageImporter importer;
    private Arrivals arrivals;
    private byte[] content = new byte[0];

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-img")), "there is no qemu-img");
        // The jailed program passes through, as it does through the state folder.
        for (Path each = folder; each.startsWith("/tmp") && each.getNameCount() > 1; ) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            each = each.getParent();
        }
        Files.createDirectory(folder.resolve("state"));
        catalogue = new ImageCatalogue(folder.resolve("state/images"));
        importer = new ImageImporter(catalogue);
        arrivals = new Arrivals(folder.resolve("state"));
        content = new byte[3 << 20];
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        Arrays.fill(content, 1 << 20, 2 << 20, (byte) 0);
        Files.write(folder.resolve("disk.raw"), content);
    }

    @Test
    void every_format_gives_the_same_disk() throws IOException, InterruptedException {
        List<List<String>> made =
                List.of(
                        List.of("raw"),
                        List.of("qcow2"),
                        List.of("qcow2", "-c"),
                        List.of("qcow2", "-o", "compat=0.10"),
                        List.of("qcow2", "-o", "extended_l2=on,cluster_size=16k"),
                        List.of("vpc", "-o", "subformat=dynamic,force_size=on"),
                        List.of("vpc", "-o", "subformat=fixed,force_size=on"),
                        List.of("vmdk"),
                        List.of("vmdk", "-o", "subformat=streamOptimized"));
        int number = 0;
        for (List<String> options : made) {
            Path file = convert(options);
            ImageName name = new ImageName("from-" + number++);
            GuestImage image = take(name, file, Optional.empty());
            byte[] disk = Files.readAllBytes(image.disk().orElseThrow());
            assertArrayEquals(content, disk, options.toString());
            assertEquals(List.of(), catalogue.altered(image));
        }
        assertEquals(
                1, catalogue.list().stream().map(i -> i.manifest().digest()).distinct().count());
    }

    @Test
    void the_disk_within_an_ova_is_taken_out() throws IOException, InterruptedException {
        Files.move(
                convert(List.of("vmdk", "-o", "subformat=streamOptimized")),
                folder.resolve("d.vmdk"));
        Files.writeString(
                folder.resolve("vm.ovf"),
                "<E><File href='d.vmdk' id='f'/><Disk fileRef='f' diskId='d'/></E>");
        Path archive = folder.resolve("vm.ova");
        run(
                "tar",
                "-C",
                folder.toString(),
                "--format=ustar",
                "-cf",
                archive.toString(),
                "vm.ovf",
                "d.vmdk");
        GuestImage image = take(NAME, archive, Optional.empty());
        assertArrayEquals(content, Files.readAllBytes(image.disk().orElseThrow()));
        assertEquals(Optional.of("ova"), ImageImporter.formatOf(image.manifest()));
    }

    @Test
    void a_disk_whose_beginning_looks_like_another_format_is_what_one_says_it_is()
            throws IOException, InterruptedException {
        Path overlay = folder.resolve("overlay.qcow2");
        run(
                "qemu-img",
                "create",
                "-q",
                "-u",
                "-f",
                "qcow2",
                "-b",
                "/etc/shadow",
                "-F",
                "raw",
                overlay.toString(),
                "1M");
        byte[] sectors = Arrays.copyOf(Files.readAllBytes(overlay), 1 << 18);
        Files.write(overlay, sectors);
        assertRefused("image-has-backing-file", overlay, Optional.empty());
        GuestImage image = take(NAME, overlay, Optional.of(DiskFileFormat.RAW));
        assertArrayEquals(sectors, Files.readAllBytes(image.disk().orElseThrow()));
    }

    @Test
    void what_the_headers_do_not_show_ends_in_the_jail_and_leaves_nothing()
            throws IOException, InterruptedException {
        Path file = convert(List.of("qcow2"));
        byte[] bytes = Files.readAllBytes(file);
        // The first table's first entry leads into the middle of a cluster.
        int table = (int) java.nio.ByteBuffer.wrap(bytes).getLong(40);
        java.nio.ByteBuffer.wrap(bytes).putLong(table, 0x8000_0000_0000_0200L);
        Files.write(file, bytes);
        assertRefused("image-not-converted", file, Optional.empty());
    }

    @Test
    void a_name_that_is_taken_is_refused_and_the_image_stays()
            throws IOException, InterruptedException {
        GuestImage image = take(NAME, convert(List.of("raw")), Optional.empty());
        assertRefused("image-name-taken", convert(List.of("qcow2")), Optional.empty());
        assertEquals(Optional.of(image), catalogue.find(NAME));
        assertThrows(ProblemException.class, () -> catalogue.requireFree(new ImageName("minimal")));
    }

    @Test
    void an_interrupt_ends_the_work_and_leaves_nothing() throws IOException, InterruptedException {
        Path file = convert(List.of("qcow2"));
        BuildProgress interrupts = _ -> Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> importer.take(NAME, file, Optional.empty(), interrupts));
        assertFalse(Thread.interrupted());
        assertNothingLeft();
    }

    @Test
    void what_others_brought_only_vms_read() throws IOException, InterruptedException {
        GuestImage image = take(NAME, convert(List.of("raw")), Optional.empty());
        String disk =
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(image.disk().orElseThrow()));
        assertEquals("r--r-----", disk);
        assertEquals(
                "rwxr-x---",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(image.folder())));
    }

    @Test
    void a_file_that_comes_is_whole_with_holes_or_not_there() throws IOException {
        byte[] bytes = new byte[300_000];
        bytes[0] = 1;
        InputStream in = new ByteArrayInputStream(bytes);
        try (var arrival = arrivals.receive(in, OptionalLong.of(bytes.length))) {
            assertArrayEquals(bytes, Files.readAllBytes(arrival.file()));
        }
        var thrown =
                assertThrows(
                        ProblemException.class,
                        () ->
                                arrivals.receive(
                                        new ByteArrayInputStream(bytes), OptionalLong.of(9)));
        assertEquals("file-cut-off", thrown.problems().getFirst().code());
        assertThrows(
                ProblemException.class,
                () -> arrivals.receive(InputStream.nullInputStream(), OptionalLong.of(1L << 60)));
        assertArrivalsEmpty();
    }

    @Test
    void too_many_arrivals_at_once_are_refused_by_their_limit() {
        List<Arrivals.Arrival> open = new ArrayList<>();
        for (int count = 0; count < Arrivals.AT_ONCE; count++) {
            open.add(arrivals.receive(InputStream.nullInputStream(), OptionalLong.of(0)));
        }
        assertThrows(
                ProblemException.class,
                () -> arrivals.receive(InputStream.nullInputStream(), OptionalLong.empty()));
        open.forEach(Arrivals.Arrival::close);
        arrivals.receive(InputStream.nullInputStream(), OptionalLong.empty()).close();
    }

    private void assertRefused(String code, Path file, Optional<DiskFileFormat> format)
            throws IOException {
        Path copy = Files.copy(file, folder.resolve("copy-" + code));
        var thrown = assertThrows(ProblemException.class, () -> take(NAME, copy, format));
        assertEquals(code, thrown.problems().getFirst().code(), thrown.getMessage());
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("state/images"))) {
            assertTrue(left.allMatch(path -> !path.getFileName().toString().startsWith(".")));
        }
        assertArrivalsEmpty();
    }

    private void assertArrivalsEmpty() throws IOException {
        Path arriving = folder.resolve("state/arriving");
        if (Files.exists(arriving)) {
            try (Stream<Path> left = Files.list(arriving)) {
                assertEquals(0, left.count());
            }
        }
    }

    private GuestImage take(ImageName name, Path file, Optional<DiskFileFormat> format)
            throws InterruptedException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        InputStream in = new ByteArrayInputStream(bytes);
        try (var arrival = arrivals.receive(in, OptionalLong.of(bytes.length))) {
            return importer.take(name, arrival.file(), format, BuildProgress.UNSEEN);
        }
    }

    private Path convert(List<String> options) throws IOException, InterruptedException {
        Path file = folder.resolve("made-" + String.join("", options).replaceAll("\\W", ""));
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw", "-O"));
        command.addAll(options);
        command.addAll(List.of(folder.resolve("disk.raw").toString(), file.toString()));
        run(command.toArray(String[]::new));
        return file;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
