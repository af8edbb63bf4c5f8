package oxt.model;

/** A disk of a VM. */
public record Disk(DiskName name, DiskSource source, DiskFormat format, DiskMode mode) {
    public Disk {
        if (mode == DiskMode.READ_ONLY && source instanceof DiskSource.Blank) {
            throw new IllegalArgumentException("a blank disk that cannot be written to");
        }
    }
}
