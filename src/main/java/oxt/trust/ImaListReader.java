package oxt.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.model.Reading;

/**
 * Reads the kernel's list of measured files ({@code
 * /sys/kernel/security/ima/binary_runtime_measurements}) on a little-endian machine.
 *
 * <p>Source: Linux, security/integrity/ima/ima_fs.c and Documentation/security/IMA-templates.rst.
 * The template {@code ima}, which kernels before 3.13 wrote, has another form and is refused.
 */
public final class ImaListReader {
    /** A host that measures every file it opens has some 40 MB after weeks. */
    public static final int LARGEST_LIST = 256 << 20;

    private static final int LONGEST_TEMPLATE = 64;
    private static final int MOST_FIELDS = 32;

    private ImaListReader() {}

    /** The entries, or the problem {@code log-malformed} with the offset. */
    public static Reading<List<ImaEntry>> read(Bytes list) {
        try {
            if (list.length() > LARGEST_LIST) {
                throw new Malformed(LARGEST_LIST, "the most ends that a list may have");
            }
            Cursor cursor = new Cursor(list, 0);
            List<ImaEntry> entries = new ArrayList<>();
            while (!cursor.isAtEnd()) {
                entries.add(entry(entries.size(), cursor));
            }
            return Reading.good(List.copyOf(entries));
        } catch (Malformed malformed) {
            return Reading.bad(malformed.problem("The kernel's list of measured files"));
        }
    }

    private static ImaEntry entry(int number, Cursor cursor) {
        long offset = cursor.offset();
        long index = cursor.u32("a register's number");
        if (index >= Pcr.COUNT) {
            throw new Malformed(offset, "an entry names register " + index + ", which no TPM has");
        }
        Bytes sha1 = cursor.take(HashAlgorithm.SHA1.size(), "a digest");
        long nameLength = cursor.u32("the length of a template's name");
        if (nameLength > LONGEST_TEMPLATE) {
            throw cursor.malformed(
                    "a template begins whose name would have " + nameLength + " bytes");
        }
        String template =
                Printable.of(
                        cursor.counted(nameLength, "a template's name")
                                .text(StandardCharsets.US_ASCII));
        if (template.equals("ima")) {
            throw cursor.malformed(
                    "an entry begins of a template that only kernels before 3.13 write");
        }
        Bytes fields = cursor.counted(cursor.u32("the length of the fields"), "the fields");
        Cursor within = new Cursor(fields, cursor.offset() - fields.length());
        return new ImaEntry(
                number,
                offset,
                new Pcr((int) index),
                template,
                sha1,
                fields,
                named(template, within));
    }

    private static ImaEntry.Named named(String template, Cursor cursor) {
        List<Bytes> fields = new ArrayList<>();
        while (!cursor.isAtEnd()) {
            if (fields.size() == MOST_FIELDS) {
                throw cursor.malformed("an entry has more than " + MOST_FIELDS + " fields");
            }
            fields.add(cursor.counted(cursor.u32("a field's length"), "a field"));
        }
        if (!template.startsWith("ima-") || fields.size() < 2) {
            return new ImaEntry.Named(Optional.empty(), Optional.empty(), fields);
        }
        return new ImaEntry.Named(
                digest(fields.get(0)),
                Optional.of(text(fields.get(1))),
                fields.subList(2, fields.size()));
    }

    /** Algorithm, colon, NUL, digest; the newer templates have a word and a colon before it. */
    private static Optional<String> digest(Bytes field) {
        for (int at = 0; at < field.length(); at++) {
            if (field.at(at) == 0) {
                return Optional.of(
                        text(field.slice(0, at))
                                + field.slice(at + 1, field.length() - at - 1).hex());
            }
        }
        return Optional.empty();
    }

    private static String text(Bytes field) {
        String text = field.text(StandardCharsets.UTF_8);
        return Printable.of(text.endsWith("\0") ? text.substring(0, text.length() - 1) : text);
    }
}
