package oxt.engine.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import oxt.engine.EngineException;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.ArrivalName;
import oxt.plan.Held;
import oxt.plan.Origin;

/** The files of VMs' disks and firmware variables. */
public final class DiskFiles {
    /** As the step's own deadline, which comes first. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int CHUNK = 1 << 20;

    /** In the header of qcow2 (QEMU, docs/interop/qcow2.txt). */
    private static final int QCOW2_SIZE_AT = 24;

    private final Layout layout;
    private final VmUsers users;
    private final Programs programs;
    private final Images images;

    public DiskFiles(Layout layout, VmUsers users, Programs programs, Images images) {
        this.layout = layout;
        this.users = users;
        this.programs = programs;
        this.images = images;
    }

    public void create(VmId vm, Disk disk)
            throws IOException, EngineException, InterruptedException {
        Path file = layout.disk(vm, disk.name(), disk.format());
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = prepare(vm, layout.disks(vm), file);
        switch (disk.source()) {
            case DiskSource.Blank(var size) -> {
                switch (disk.format()) {
                    case RAW -> blank(unfinished, size.bytes());
                    case QCOW2 -> image("create", "-f", "qcow2", unfinished, size.bytes());
                }
            }
            case DiskSource.FromImage(var name, var least) -> {
                Path source = imageDisk(name);
                boolean isLarger = least.bytes() > Files.size(source);
                switch (disk.format()) {
                    case RAW -> {
                        copy(source, unfinished);
                        if (isLarger) {
                            blank(unfinished, least.bytes());
                        }
                    }
                    case QCOW2 -> {
                        image("convert", "-f", "raw", "-O", "qcow2", source, unfinished);
                        if (isLarger) {
                            image("resize", "-q", "-f", "qcow2", unfinished, least.bytes());
                        }
                    }
                }
            }
            case DiskSource.InDomain _ -> throw new AssertionError("not on this host: " + disk);
        }
        users.give(unfinished, vm);
        DurableFile.finish(unfinished, file);
    }

    public void bring(VmId vm, Disk disk, ArrivalName arrival) throws IOException {
        Path file = layout.disk(vm, disk.name(), disk.format());
        move(vm, layout.brought(arrival).resolve(file.getFileName()), layout.disks(vm), file);
    }

    public void bringVariables(VmId vm, ArrivalName arrival) throws IOException {
        Path file = layout.variables(vm);
        move(vm, layout.brought(arrival).resolve(file.getFileName()), layout.vmFolder(vm), file);
    }

    private void move(VmId vm, Path from, Path folder, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = prepare(vm, folder, file);
        Files.move(from, unfinished);
        users.give(unfinished, vm);
        DurableFile.finish(unfinished, file);
    }

    public void remove(VmId vm, DiskName disk) throws IOException {
        for (DiskFormat format : DiskFormat.values()) {
            remove(layout.disk(vm, disk, format));
        }
        clear(vm);
    }

    public void overlay(VmId vm, Disk disk)
            throws IOException, EngineException, InterruptedException {
        Path file = layout.overlay(vm, disk.name());
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = prepare(vm, layout.overlays(vm), file);
        switch (disk.source()) {
            case DiskSource.Blank(var size) ->
                    image("create", "-f", "qcow2", unfinished, size.bytes());
            case DiskSource.FromImage(var name, var least) -> {
                Path below = imageDisk(name);
                long size = Math.max(least.bytes(), Files.size(below));
                image("create", "-f", "qcow2", "-F", "raw", "-b", below, unfinished, size);
            }
            case DiskSource.InDomain _ -> throw new AssertionError("not on this host: " + disk);
        }
        users.give(unfinished, vm);
        DurableFile.finish(unfinished, file);
    }

    /** Of what another VM's disk holds now; who asks sees to it that it does not change. */
    public void copy(VmId vm, Disk disk, VmId from)
            throws IOException, EngineException, InterruptedException {
        Path file = layout.disk(vm, disk.name(), disk.format());
        if (Files.exists(file)) {
            return;
        }
        Path source = layout.disk(from, disk.name(), disk.format());
        if (!Files.isRegularFile(source)) {
            throw gone(disk, source);
        }
        Path unfinished = prepare(vm, layout.disks(vm), file);
        SparseCopy.make(programs, source, unfinished);
        users.give(unfinished, vm);
        DurableFile.finish(unfinished, file);
    }

    /** The file of a disk that keeps what is written; a Missing where it is gone. */
    public static Path require(Layout layout, VmId vm, Disk disk) throws EngineException {
        Path file = layout.disk(vm, disk.name(), disk.format());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw gone(disk, file);
        }
        return file;
    }

    private static EngineException gone(Disk disk, Path file) {
        return new EngineException(
                new Problem.Missing(
                        "disk-file-gone",
                        "Disk " + disk.name() + " has no file " + file + ".",
                        "Put the file back from a backup, or remove the disk from the VM."));
    }

    public void copyVariables(VmId vm, VmId from) throws IOException {
        copyVariables(vm, layout.variables(from));
    }

    public void copyVariables(VmId vm, Origin origin) throws IOException {
        copyVariables(vm, layout.originVariables(origin));
    }

    private void copyVariables(VmId vm, Path source) throws IOException {
        Path file = layout.variables(vm);
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = prepare(vm, layout.vmFolder(vm), file);
        Files.copy(source, unfinished);
        users.give(unfinished, vm);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * An origin's file under a name that the VM's process can get to, and what takes its writes.
     */
    public void overlayKept(VmId vm, Disk kept, Origin origin) throws IOException, EngineException {
        Path file = layout.overlay(vm, kept.name());
        if (Files.exists(file)) {
            return;
        }
        Path source = layout.originDisk(origin, kept.name());
        if (!Files.isRegularFile(source)) {
            throw gone(kept, source);
        }
        Path unfinished = prepare(vm, layout.overlays(vm), file);
        Path base = layout.overlayBase(vm, kept.name());
        Files.deleteIfExists(base);
        Files.createLink(base, source);
        EmptyOverlay.write(unfinished, size(kept, source));
        users.give(unfinished, vm);
        // Gone with its VM: a power cut takes both, so nothing waits for the disk.
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As the guest sees it. */
    public static long size(Disk kept, Path file) throws IOException {
        boolean isRaw = kept.mode() == DiskMode.PERSISTENT && kept.format() == DiskFormat.RAW;
        if (isRaw) {
            return Files.size(file);
        }
        ByteBuffer size = ByteBuffer.allocate(Long.BYTES);
        try (FileChannel header = FileChannel.open(file, StandardOpenOption.READ)) {
            int _ = header.read(size, QCOW2_SIZE_AT);
            return size.flip().getLong();
        }
    }

    public void removeOverlay(VmId vm, DiskName disk) throws IOException {
        remove(layout.overlay(vm, disk));
        Files.deleteIfExists(layout.overlayBase(vm, disk));
        clear(vm);
    }

    public void createVariables(VmId vm) throws IOException, EngineException {
        Path file = layout.variables(vm);
        if (Files.exists(file)) {
            return;
        }
        Path template = Firmware.variables();
        if (!Files.exists(template)) {
            throw new EngineException(
                    new Problem.Failed(
                            "firmware-missing",
                            "UEFI's variables, " + template + ", are not on this machine.",
                            Firmware.REMEDY));
        }
        Path unfinished = prepare(vm, layout.vmFolder(vm), file);
        Files.copy(template, unfinished);
        users.give(unfinished, vm);
        DurableFile.finish(unfinished, file);
    }

    public void removeVariables(VmId vm) throws IOException {
        remove(layout.variables(vm));
        clear(vm);
    }

    /** Also what a daemon that died had not finished: it is to be removed like the rest. */
    public Set<Held> held(VmId vm) throws IOException {
        Set<Held> held = new HashSet<>();
        for (String name : names(layout.disks(vm))) {
            for (DiskFormat format : DiskFormat.values()) {
                String end = "." + format.name().toLowerCase(Locale.ROOT);
                if (name.endsWith(end)) {
                    held.add(new Held.DiskFile(disk(name, end)));
                }
            }
        }
        for (String name : names(layout.overlays(vm))) {
            String end = name.endsWith(Layout.BASE_END) ? Layout.BASE_END : ".qcow2";
            held.add(new Held.Overlay(disk(name, end)));
        }
        Path variables = layout.variables(vm);
        if (Files.exists(variables) || Files.exists(DurableFile.unfinished(variables))) {
            held.add(new Held.FirmwareVariables());
        }
        return held;
    }

    public List<VmId> present() throws IOException {
        return RunFolders.vms(layout.vmFolders());
    }

    /** Makes the folders to the file, and takes away what an earlier attempt has left. */
    private Path prepare(VmId vm, Path folder, Path file) throws IOException {
        users.passage(layout.state());
        users.passage(layout.vmFolders());
        Files.createDirectories(layout.vmFolder(vm));
        users.open(layout.vmFolder(vm), vm);
        if (!Files.isDirectory(folder)) {
            // Another file of the VM may be made together with this one.
            Files.createDirectories(folder);
            users.open(folder, vm);
        }
        Path unfinished = DurableFile.unfinished(file);
        Files.deleteIfExists(unfinished);
        return unfinished;
    }

    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(DurableFile.unfinished(file));
        Files.deleteIfExists(file);
    }

    /** Folders that a daemon made for a file which it did not live to make. */
    public static void clearEmpty(Layout layout) throws IOException {
        for (VmId vm : RunFolders.vms(layout.vmFolders())) {
            clear(layout, vm);
        }
    }

    private void clear(VmId vm) throws IOException {
        clear(layout, vm);
    }

    private static void clear(Layout layout, VmId vm) throws IOException {
        DurableFile.removeIfEmpty(layout.disks(vm));
        DurableFile.removeIfEmpty(layout.overlays(vm));
        DurableFile.removeIfEmpty(layout.vmFolder(vm));
    }

    private static void blank(Path file, long bytes) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }

    /** With holes where the source has nothing but zeros. */
    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target =
                        FileChannel.open(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = 0;
            while (source.read(chunk.clear()) >= 0) {
                chunk.flip();
                int count = chunk.limit();
                if (!chunk.equals(zeros.slice(0, count))) {
                    while (chunk.hasRemaining()) {
                        target.write(chunk, at + chunk.position());
                    }
                }
                at += count;
            }
            blank(to, at);
        } catch (ClosedByInterruptException e) {
            InterruptedException asked = new InterruptedException("copying " + from);
            asked.initCause(e);
            throw asked;
        }
    }

    private void image(Object... words) throws EngineException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(programs.require("qemu-img", "qemu-utils").toString());
        for (Object word : words) {
            command.add(word.toString());
        }
        Programs.run(command, PATIENCE);
    }

    private Path imageDisk(ImageName name) throws EngineException {
        return images.find(name).flatMap(Images.Files::disk).orElseThrow(() -> noImage(name));
    }

    public static EngineException noImage(ImageName name) {
        return new EngineException(
                new Problem.Missing(
                        "image-missing",
                        "There is no image " + name + " with what the VM needs of it.",
                        "Run: oxt image build " + name));
    }

    private static DiskName disk(String file, String end) {
        return new DiskName(file.substring(0, file.length() - end.length()));
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .map(DurableFile::finished)
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }
}
