package oxt.host.image;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A raw disk that starts a kernel both by BIOS and by UEFI.
 *
 * <p>One FAT partition from the first MiB on. A BIOS runs the first sector, then syslinux, which
 * reads {@code syslinux.cfg}; UEFI runs {@code EFI/BOOT/BOOTX64.EFI}, which is systemd-boot and
 * reads {@code loader/}. Both load the same two files. mtools and syslinux come out of the fetched
 * packages, so the host needs neither.
 */
final class BootDisk {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int START = 1 << 20;
    private static final int MEBIBYTE = 1 << 20;

    /** For the FAT itself, the boot loaders and rounding. */
    private static final int SPARE_MEBIBYTES = 4;

    /** "OXT1", as the volume's serial number and the disk's signature. */
    private static final int SERIAL = 0x4f585431;

    private final Unpacked unpacked;
    private final Path folder;
    private final String drive;

    private BootDisk(Unpacked unpacked, Path folder, Path disk) {
        this.unpacked = unpacked;
        this.folder = folder;
        this.drive = disk + "@@" + START;
    }

    /** Into {@code disk.raw} in the folder. */
    static void write(
            Path folder, Unpacked unpacked, Path kernel, Path initramfs, String commandLine)
            throws IOException, InterruptedException {
        int sectors = sectors(Files.size(kernel) + Files.size(initramfs));
        Path disk = folder.resolve(GuestImage.DISK);
        var self = new BootDisk(unpacked, folder, disk);
        byte[] code = Files.readAllBytes(unpacked.file("usr/lib/syslinux/mbr/mbr.bin"));
        int first = START / BootSector.SECTOR;
        try (var out = new RandomAccessFile(disk.toFile(), "rw")) {
            out.setLength(START + (long) sectors * BootSector.SECTOR);
            out.write(BootSector.of(code, SERIAL, first, sectors));
        }
        self.format(sectors, first);
        self.copy(kernel, "::/vmlinuz");
        self.copy(initramfs, "::/initramfs");
        self.forUefi(commandLine);
        self.forBios(commandLine, disk);
    }

    private static int sectors(long content) {
        long mebibytes = content / MEBIBYTE + SPARE_MEBIBYTES;
        return Math.toIntExact(mebibytes * (MEBIBYTE / BootSector.SECTOR));
    }

    private void format(int sectors, int first) throws InterruptedException {
        mtools(
                "mformat",
                "-i",
                drive,
                "-v",
                "OXT",
                "-N",
                Integer.toHexString(SERIAL),
                "-T",
                Integer.toString(sectors),
                "-h",
                "64",
                "-s",
                "32",
                "-H",
                Integer.toString(first));
    }

    private void forUefi(String commandLine) throws IOException, InterruptedException {
        for (String made : List.of("EFI", "EFI/BOOT", "loader", "loader/entries")) {
            mtools("mmd", "-i", drive, "::/" + made);
        }
        copy(
                unpacked.file("usr/lib/systemd/boot/efi/systemd-bootx64.efi"),
                "::/EFI/BOOT/BOOTX64.EFI");
        copyText("timeout 0\neditor no\n", "::/loader/loader.conf");
        copyText(
                "title oxt\nlinux /vmlinuz\ninitrd /initramfs\noptions " + commandLine + "\n",
                "::/loader/entries/oxt.conf");
    }

    private void forBios(String commandLine, Path disk) throws IOException, InterruptedException {
        copyText(
                "DEFAULT oxt\nPROMPT 0\nTIMEOUT 0\nLABEL oxt\n  LINUX /vmlinuz\n"
                        + "  INITRD /initramfs\n  APPEND "
                        + commandLine
                        + "\n",
                "::/syslinux.cfg");
        run(
                List.of(
                        unpacked.file("usr/bin/syslinux").toString(),
                        "--install",
                        "--offset",
                        Integer.toString(START),
                        disk.toString()));
    }

    private void copy(Path file, String to) throws InterruptedException {
        mtools("mcopy", "-i", drive, file.toString(), to);
    }

    private void copyText(String text, String to) throws IOException, InterruptedException {
        Path file = folder.resolve(".text");
        Files.writeString(file, text);
        copy(file, to);
        Files.delete(file);
    }

    private void mtools(String tool, String... arguments) throws InterruptedException {
        var command = new ArrayList<String>();
        command.add(unpacked.file("usr/bin/mtools").toString());
        command.add("-c");
        command.add(tool);
        command.addAll(List.of(arguments));
        run(command);
    }

    /** syslinux calls mtools by name; a person's own settings of mtools must not count. */
    private void run(List<String> command) throws InterruptedException {
        Path tools = unpacked.file("usr/bin/mtools").getParent();
        var environment = Map.of("MTOOLSRC", "/dev/null", "PATH", tools + ":/usr/bin:/bin");
        new Program(command, folder, PATIENCE, environment).run();
    }
}
