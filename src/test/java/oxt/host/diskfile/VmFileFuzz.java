package oxt.host.diskfile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import oxt.host.FileTree;
import oxt.model.Digest;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;

/**
 * VMs in one file, as somebody hands them in: an archive whose sums are right, because who made it
 * is whom we do not trust.
 */
public final class VmFileFuzz {
    /** A disk that an input announces and that is larger is not unpacked: it takes the time. */
    private static final long LARGEST_UNPACKED = 1 << 20;

    private VmFileFuzz() {}

    /**
     * Parts that end with 0: manifest, document, name and content of a file, as often as wanted.
     */
    public static void file(byte[] bytes) throws IOException {
        String[] parts = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(VmFile.MANIFEST, part(parts, 0));
        files.put(VmFile.DOCUMENT, part(parts, 1));
        for (int part = 2; part + 1 < parts.length; part += 2) {
            if (parts[part].length() < 100 && !parts[part].isEmpty()) {
                files.put(parts[part], part(parts, part + 1));
            }
        }
        files.put(VmFile.DIGESTS, digests(files).getBytes(StandardCharsets.ISO_8859_1));
        Content content = Content.of(tar(files));
        switch (VmFile.read(content)) {
            case Reading.Good<VmFile>(var file) -> unpack(file);
            case Reading.Bad<VmFile>(var problems) -> assertTrue(problems.size() <= 25);
        }
    }

    private static byte[] part(String[] parts, int index) {
        return index < parts.length
                ? parts[index].getBytes(StandardCharsets.ISO_8859_1)
                : new byte[0];
    }

    /** Whatever is within is what was announced, or refused. */
    private static void unpack(VmFile file) throws IOException {
        Path folder = Files.createTempDirectory("oxt");
        try {
            Object _ = file.document();
            Object _ = file.variables();
            for (VmFileDisk disk : file.disks()) {
                Path target = folder.resolve(disk.name().text());
                if (disk.bytes() <= LARGEST_UNPACKED) {
                    disk.unpack(target);
                    assertTrue(Files.size(target) == disk.bytes());
                }
            }
        } catch (ProblemException refused) {
            assertTrue(refused.problems().getFirst() instanceof Problem.Invalid);
        } finally {
            FileTree.remove(folder);
        }
    }

    private static String digests(Map<String, byte[]> files) {
        StringBuilder lines = new StringBuilder();
        files.forEach(
                (name, bytes) ->
                        lines.append(Digest.of(bytes).text().substring("sha256:".length()))
                                .append("  ")
                                .append(name)
                                .append('\n'));
        return lines.toString();
    }

    private static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        files.forEach(
                (name, bytes) -> {
                    archive.writeBytes(header(name, bytes.length));
                    archive.writeBytes(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
                });
        archive.writeBytes(new byte[1024]);
        return archive.toByteArray();
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0" + "0000000\0".repeat(2));
        put(header, 124, String.format(Locale.ROOT, "%011o\0%011o\0", size, 0));
        put(header, 148, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += Byte.toUnsignedInt(each);
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
