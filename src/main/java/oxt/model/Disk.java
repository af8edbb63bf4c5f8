package oxt.model;

import java.util.Optional;

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

    /** Whether its content at each start is an image's file, which nobody writes to. */
    public boolean isMeasurable() {
        return mode != DiskMode.PERSISTENT && source instanceof DiskSource.FromImage;
    }

    /** Why what is on it at a start is not known before; nothing where it is. */
    public Optional<String> unmeasured() {
        if (source instanceof DiskSource.InDomain(var backend, _)) {
            return Optional.of("its content is in driver domain " + backend);
        }
        return mode == DiskMode.PERSISTENT
                ? Optional.of("the VM writes to it, and keeps what it wrote")
                : Optional.empty();
    }

    /** Whether this host keeps a file of its content. */
    public boolean hasFile() {
        return mode == DiskMode.PERSISTENT && !(source instanceof DiskSource.InDomain);
    }
}
