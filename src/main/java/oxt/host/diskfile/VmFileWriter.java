package oxt.host.diskfile;

import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import oxt.model.Digest;
import oxt.model.DiskFormat;
import oxt.model.DiskName;

/** Writes a VM as one file, as it goes: nothing of it is kept, on disk or in memory. */
public final class VmFileWriter {
    private static final int BLOCK = 512;

    /** Fixed: the same VM gives the same file. */
    private static final String TIME = "%011o".formatted(1_700_000_000);

    private final OutputStream out;
    private final StringBuilder digests = new StringBuilder();

    /**
     * One of the disks that follow.
     *
     * @param bytes of its file
     */
    public record Disk(DiskName name, DiskFormat format, long bytes) {}

    public VmFileWriter(OutputStream out) {
        this.out = out;
    }

    public void begin(String document, List<Disk> disks) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject();
            json.name("oxt-vm").value(VmFile.FORMAT);
            json.name("part-bytes").value(VmFile.PART);
            json.name("disks").beginArray();
            for (Disk disk : disks) {
                json.beginObject();
                json.name("name").value(disk.name.toString());
                json.name("format").value(disk.format.name().toLowerCase(Locale.ROOT));
                json.name("bytes").value(disk.bytes);
                json.endObject();
            }
            json.endArray();
            json.endObject();
        }
        entry(VmFile.MANIFEST, (text + "\n").getBytes(StandardCharsets.UTF_8));
        entry(VmFile.DOCUMENT, document.getBytes(StandardCharsets.UTF_8));
    }

    public void variables(byte[] bytes) throws IOException {
        entry(VmFile.VARIABLES, bytes);
    }

    /** Asked before each part, as hours may pass. */
    @FunctionalInterface
    public interface Check {
        void pass() throws IOException;
    }

    /** The file of a disk that {@link #begin} announced. */
    public void disk(Disk disk, Content file, Check check) throws IOException {
        byte[] zeros = new byte[VmFile.PART];
        for (long at = 0; at < disk.bytes; at += VmFile.PART) {
            check.pass();
            byte[] part = file.bytes(at, (int) Math.min(VmFile.PART, disk.bytes - at));
            if (!Arrays.equals(part, 0, part.length, zeros, 0, part.length)) {
                String name = "disks/%s/%08d.gz".formatted(disk.name, at / VmFile.PART);
                entry(name, packed(part));
            }
        }
    }

    /** Without this the file is not whole, and its reader says so. */
    public void end() throws IOException {
        byte[] all = digests.toString().getBytes(StandardCharsets.UTF_8);
        write(VmFile.DIGESTS, all);
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static byte[] packed(byte[] part) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length / 2);
        try (GZIPOutputStream gzip =
                new GZIPOutputStream(bytes, 1 << 16) {
                    {
                        // A third of the default's time for a tenth more of size.
                        def.setLevel(Deflater.BEST_SPEED);
                    }
                }) {
            gzip.write(part);
        }
        return bytes.toByteArray();
    }

    private void entry(String name, byte[] bytes) throws IOException {
        write(name, bytes);
        String digest = Digest.of(bytes).text().substring("sha256:".length());
        digests.append(digest).append("  ").append(name).append('\n');
    }

    private void write(String name, byte[] bytes) throws IOException {
        out.write(header(name, bytes.length));
        out.write(bytes);
        out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
    }

    /** POSIX.1-1988 ustar; no part is larger than its eleven octal digits can say. */
    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000600");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(size));
        put(header, 136, TIME);
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        long sum = 0;
        for (byte each : header) {
            sum += Byte.toUnsignedInt(each);
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
