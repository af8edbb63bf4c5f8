package oxt.host.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.plan.ImagePart;

/**
 * An image in the catalogue: a folder that never changes, and its manifest.
 *
 * <p>{@code images/NAME} is a symbolic link to the folder of the newest build, {@code
 * images/NAME@DIGITS}; {@code folder} is the latter, so what was taken from here stays what it was
 * when the image is built anew. In the folder, readable by all and writable by nobody:
 *
 * <ul>
 *   <li>{@code image.json}, the {@link Manifest};
 *   <li>{@code vmlinuz}, Debian's kernel as it is packaged;
 *   <li>{@code initramfs.cpio}, the whole user space, not compressed;
 *   <li>{@code disk.raw}, where the image starts from a disk too: one FAT partition with the two
 *       files above, started by BIOS and by UEFI, console on the first serial port.
 * </ul>
 *
 * <p>The guest takes its orders from the kernel's command line or, where it starts from a disk,
 * from the asset tag of its chassis (SMBIOS type 3), as words: {@code oxt.name=NAME} and {@code
 * oxt.ignore-power-button}.
 */
public record GuestImage(Path folder, Manifest manifest, Instant built) {
    static final String MANIFEST = "image.json";
    static final String KERNEL = "vmlinuz";
    static final String INITRAMFS = "initramfs.cpio";
    static final String DISK = "disk.raw";

    public Optional<Path> kernel() {
        return file(KERNEL);
    }

    public Optional<Path> initramfs() {
        return file(INITRAMFS);
    }

    public Optional<Path> disk() {
        return file(DISK);
    }

    /** What a VM can do with it. */
    public List<ImagePart> parts() {
        var parts = new ArrayList<ImagePart>();
        kernel().ifPresent(_ -> parts.add(ImagePart.KERNEL));
        disk().ifPresent(_ -> parts.add(ImagePart.DISK));
        return List.copyOf(parts);
    }

    private Optional<Path> file(String name) {
        return manifest.files().stream().anyMatch(file -> file.name().equals(name))
                ? Optional.of(folder.resolve(name))
                : Optional.empty();
    }
}
