package oxt.host.diskfile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import oxt.model.Digest;
import oxt.model.DiskFormat;
import oxt.model.DiskName;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A disk in a VM's file: its own file cut in parts, those of zeros alone left out. */
public final class VmFileDisk {
    /** Each part is compressed by itself; what does not shrink grows by a few bytes. */
    private static final int LARGEST_PACKED = VmFile.PART + (1 << 16);

    private final Content content;
    private final DiskName name;
    private final DiskFormat format;
    private final long bytes;
    private final Map<String, Digest> digests;
    private final Map<Integer, TarListing.Entry> parts = new TreeMap<>();

    VmFileDisk(
            Content content,
            DiskName name,
            DiskFormat format,
            long bytes,
            Map<String, Digest> digests) {
        this.content = content;
        this.name = name;
        this.format = format;
        this.bytes = bytes;
        this.digests = digests;
    }

    public DiskName name() {
        return name;
    }

    public DiskFormat format() {
        return format;
    }

    /** Of its file, which is not the guest's disk where the format is not raw. */
    public long bytes() {
        return bytes;
    }

    void add(int index, TarListing.Entry part, Objections objections) {
        if ((long) index * VmFile.PART >= bytes || part.region().length() > LARGEST_PACKED) {
            objections.refuse(
                    "archive-damaged",
                    "The file is no VM that can be read: part "
                            + index
                            + " of disk "
                            + name
                            + " is too large or behind its end.",
                    "Fetch it or export it again.");
            return;
        }
        parts.put(index, part);
    }

    /** Into a new file, with holes where there is no part; never more than was announced. */
    public void unpack(Path file) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Map.Entry<Integer, TarListing.Entry> part : parts.entrySet()) {
                long at = (long) part.getKey() * VmFile.PART;
                int expected = (int) Math.min(VmFile.PART, bytes - at);
                write(out, unpacked(part.getValue(), expected), at);
            }
            if (bytes > 0 && out.size() < bytes) {
                write(out, new byte[1], bytes - 1);
            }
        }
    }

    private byte[] unpacked(TarListing.Entry part, int expected) throws IOException {
        Region region = part.region();
        byte[] packed = content.bytes(region.offset(), (int) region.length());
        requireDigest(part.name(), Digest.of(packed), digests);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] all = in.readNBytes(expected + 1);
            if (all.length == expected) {
                return all;
            }
        } catch (IOException notGzip) {
            throw new ProblemException(damaged(part.name()), notGzip);
        }
        throw new ProblemException(damaged(part.name()));
    }

    private static void write(FileChannel out, byte[] all, long at) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(all);
        while (left.hasRemaining()) {
            out.write(left, at + left.position());
        }
    }

    static void requireDigest(String name, Digest digest, Map<String, Digest> digests) {
        if (!digest.equals(digests.get(name))) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "archive-digest-differs",
                            "The VM's file has another "
                                    + name
                                    + " than was exported: its digest differs.",
                            "Fetch the file again from where it was exported."));
        }
    }

    private static Problem damaged(String part) {
        return new Problem.Invalid(
                "archive-part-damaged",
                "In the VM's file " + part + " does not unpack to what was announced.",
                "Export the VM again.");
    }
}
