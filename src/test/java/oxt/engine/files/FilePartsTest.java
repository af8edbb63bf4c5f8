package oxt.engine.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.engine.EngineException;
import oxt.engine.Parts;
import oxt.host.measured.FileDigests;
import oxt.made.Vms;
import oxt.model.ByteSize;
import oxt.model.Digest;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.MeasuredPart;
import oxt.model.Vm;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;

/** The files of images and firmware as the parts of a VM. */
class FilePartsTest {
    private static final MeasuredPart TOOLS = new MeasuredPart.OfDisk(new DiskName("tools"));
    private static final Vm WORK = withTools(Vms.work());

    private static final Parts.Watch PATIENT =
            new Parts.Watch() {
                @Override
                public void read(MeasuredPart part, long bytes, long all) {}

                @Override
                public boolean isOver() {
                    return false;
                }
            };

    @TempDir Path folder = Path.of("");

    private String commandLine = "console=ttyS0";

    /** As the catalogue: a link leads to the newest build. */
    @BeforeEach
    void build() throws IOException {
        build("first");
    }

    @Test
    void every_part_has_its_file_and_what_the_vm_writes_to_is_none() throws Exception {
        SortedMap<MeasuredPart, Measurement> measured = parts().measure(WORK, PATIENT);
        assertEquals(
                List.of("firmware", "kernel", "command-line", "initramfs", "disks.tools"),
                measured.keySet().stream().map(MeasuredPart::path).toList());
        assertEquals(
                Digest.of("disk.raw of first".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                assertInstanceOf(Measurement.Found.class, measured.get(TOOLS)).digest());
    }

    @Test
    void what_was_measured_and_not_touched_is_confirmed() throws Exception {
        Parts parts = parts();
        parts.confirm(WORK, stamps(parts));
    }

    @Test
    void an_image_that_was_built_anew_meanwhile_is_not_what_was_measured() throws Exception {
        Parts parts = parts();
        SortedMap<MeasuredPart, FileStamp> stamps = stamps(parts);
        build("second");
        assertTouched(parts, stamps);
    }

    @Test
    void a_file_that_was_only_touched_is_not_what_was_measured() throws Exception {
        Parts parts = parts();
        SortedMap<MeasuredPart, FileStamp> stamps = stamps(parts);
        Path disk = folder.resolve("images/minimal/disk.raw").toRealPath();
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("r--------"));
        assertTouched(parts, stamps);
    }

    @Test
    void other_words_for_the_kernel_are_not_what_was_measured() throws Exception {
        Parts parts = parts();
        SortedMap<MeasuredPart, FileStamp> stamps = stamps(parts);
        commandLine = "init=/bin/sh";
        assertTouched(parts, stamps);
    }

    @Test
    void a_part_that_has_gone_is_not_what_was_measured() throws Exception {
        Parts parts = parts();
        SortedMap<MeasuredPart, FileStamp> stamps = stamps(parts);
        Files.delete(folder.resolve("images/minimal"));
        assertTouched(parts, stamps);
        assertEquals(
                List.of("firmware"),
                parts.measure(WORK, PATIENT).keySet().stream().map(MeasuredPart::path).toList());
    }

    private static void assertTouched(Parts parts, SortedMap<MeasuredPart, FileStamp> stamps) {
        EngineException refused =
                assertThrows(EngineException.class, () -> parts.confirm(WORK, stamps));
        assertEquals("measured-file-touched", refused.problem().code());
    }

    private static SortedMap<MeasuredPart, FileStamp> stamps(Parts parts) throws Exception {
        SortedMap<MeasuredPart, FileStamp> stamps = new TreeMap<>();
        parts.measure(WORK, PATIENT)
                .forEach((part, found) -> stamps.put(part, ((Measurement.Found) found).stamp()));
        return stamps;
    }

    private Parts parts() {
        return new FileParts(
                FileDigests.in(folder),
                new FileParts.Origin() {
                    @Override
                    public Images images(Vm vm) {
                        return _ -> {
                            Path image = folder.resolve("images/minimal");
                            return Files.exists(image)
                                    ? Optional.of(files(image))
                                    : Optional.empty();
                        };
                    }

                    @Override
                    public Optional<Path> firmware(Vm vm) {
                        return Optional.of(folder.resolve("bios"));
                    }
                });
    }

    private Images.Files files(Path image) {
        return new Images.Files(
                Optional.of(image.resolve("vmlinuz")),
                Optional.of(image.resolve("initramfs.cpio")),
                Optional.of(image.resolve("disk.raw")),
                commandLine);
    }

    private void build(String name) throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        Path build = Files.createDirectory(images.resolve("minimal@" + name));
        for (String file : List.of("vmlinuz", "initramfs.cpio", "disk.raw")) {
            write(build.resolve(file), file + " of " + name);
        }
        write(folder.resolve("bios"), "bios");
        Path link = Files.createSymbolicLink(images.resolve(".link"), build.getFileName());
        Files.move(
                link,
                images.resolve("minimal"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static Vm withTools(Vm vm) {
        List<Disk> disks = new ArrayList<>(vm.disks());
        disks.add(
                new Disk(
                        new DiskName("tools"),
                        new DiskSource.FromImage(Vms.MINIMAL, new ByteSize(0)),
                        DiskFormat.RAW,
                        DiskMode.READ_ONLY));
        return vm.with(disks, vm.nics());
    }
}
