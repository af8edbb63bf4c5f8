package oxt.model;

/** A disk of a VM. */
public record Disk(DiskName name, DiskSource source, DiskFormat format, DiskMode mode) {
    public Disk {
        if (mode == DiskMode.READ_ONLY && source instanceof DiskSource.Blank) {
            throw new IllegalArgumentException("a blank disk that cannot be written to");
        }
        if (source instanceof DiskSource.InDomain
                && (mode == DiskMode.FRESH || format != DiskFormat.RAW)) {
            throw new IllegalArgumentException("a driver domain's disk is raw and never fresh");
        }
    }

    /** Whether this host keeps a file of its content. */
    public boolean hasFile() {
        return mode == DiskMode.PERSISTENT && !(source instanceof DiskSource.InDomain);
    }
}
