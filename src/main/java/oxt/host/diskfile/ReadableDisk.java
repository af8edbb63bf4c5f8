package oxt.host.diskfile;

import oxt.model.ByteSize;

/** A disk in a file whose header was read and has nothing against it. */
public final class ReadableDisk {
    private final DiskFileFormat format;
    private final ByteSize size;
    private final Region region;

    /** Only this package's checks make one. */
    ReadableDisk(DiskFileFormat format, ByteSize size, Region region) {
        this.format = format;
        this.size = size;
        this.region = region;
    }

    /** Never OVA: of an archive, that of the disk in it. */
    public DiskFileFormat format() {
        return format;
    }

    /** What a guest will see; not what the file takes. */
    public ByteSize size() {
        return size;
    }

    /** Where in the file the disk lies. */
    public Region region() {
        return region;
    }

    ReadableDisk within(Region whole) {
        return new ReadableDisk(
                format, size, new Region(whole.offset() + region.offset(), region.length()));
    }
}
