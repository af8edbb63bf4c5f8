package oxt.host.diskfile;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import oxt.model.Reading;

/**
 * What is in a tar archive that somebody hands in (POSIX.1-1988 ustar, and GNU's large sizes).
 *
 * <p>Nothing is unpacked by its name: a file's bytes are read where they lie. All the same a name
 * that leads elsewhere, a link, or one name twice says that the archive means harm or is broken.
 */
public final class TarListing {
    private static final int BLOCK = 512;

    /** A VM of 64 TiB in parts of 16 MiB has four million; nobody exports that. */
    private static final int MOST_ENTRIES = 1 << 18;

    /** One folder deep at most in what we read; each part plain. */
    private static final Pattern NAME =
            Pattern.compile(
                    "[A-Za-z0-9_+()@,~-][A-Za-z0-9._+()@,~ -]*+"
                            + "(/[A-Za-z0-9_+()@,~-][A-Za-z0-9._+()@,~ -]*+){0,3}");

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private TarListing(List<Entry> found) {
        found.forEach(entry -> entries.put(entry.name, entry));
    }

    /** A regular file in the archive. */
    public record Entry(String name, Region region) {}

    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** Every entry, in order, or what speaks against the archive. */
    public static Reading<TarListing> read(Content content) throws IOException {
        Objections objections = new Objections();
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long at = 0;
        boolean ended = false;
        while (!ended && at < content.size()) {
            Numbers header = header(content, at);
            ended = header.isZero(0, BLOCK) && header.isWhole();
            if (!ended) {
                OptionalLong size = size(header);
                if (!isHeader(header) || size.isEmpty()) {
                    archiveDamaged(objections, "there is no file's header at byte " + at);
                    break;
                }
                long begin = at + BLOCK;
                if (size.getAsLong() > content.size() - begin) {
                    archiveDamaged(
                            objections,
                            Objections.quoted(name(header)) + " is longer than the archive");
                    break;
                }
                entry(header, new Region(begin, size.getAsLong()), names, objections)
                        .ifPresent(entries::add);
                at = begin + Math.ceilDiv(size.getAsLong(), (long) BLOCK) * BLOCK;
                if (names.size() > MOST_ENTRIES) {
                    archiveDamaged(objections, "it has more than " + MOST_ENTRIES + " files");
                    break;
                }
            }
        }
        if (!ended && objections.isNone()) {
            archiveDamaged(objections, "its end is missing");
        }
        return objections.or(() -> new TarListing(entries));
    }

    static boolean isTar(Content content) throws IOException {
        Numbers header = header(content, 0);
        return header.isWhole() && isHeader(header);
    }

    private static Numbers header(Content content, long at) throws IOException {
        return Numbers.read(content, new Region(at, BLOCK), ByteOrder.BIG_ENDIAN);
    }

    private static boolean isHeader(Numbers header) {
        long sum = 0;
        for (int at = 0; at < BLOCK; at++) {
            sum += at >= 148 && at < 156 ? ' ' : header.unsignedByte(at);
        }
        OptionalLong said = octal(header.text(148, 8));
        return header.text(257, 5).equals("ustar") && said.isPresent() && said.getAsLong() == sum;
    }

    private static Optional<Entry> entry(
            Numbers header, Region region, Set<String> names, Objections objections) {
        String name = name(header);
        char kind = (char) header.unsignedByte(156);
        if (kind == '5' && region.length() == 0 && NAME.matcher(trimmed(name)).matches()) {
            return Optional.empty(); // A folder by itself means nothing here.
        }
        if (kind != '0' && kind != '\0') {
            objections.refuse(
                    "archive-entry-not-file",
                    "In the archive "
                            + Objections.quoted(name)
                            + " is "
                            + kind(kind)
                            + ", not a plain file.",
                    "Pack plain files only: tar --format=ustar --dereference -cf NEW FILE...");
        } else if (!NAME.matcher(name).matches() || name.length() > 100) {
            objections.refuse(
                    "archive-name-not-plain",
                    "The archive has a file whose name leads elsewhere or is not plain: "
                            + Objections.quoted(name)
                            + ".",
                    "Pack it again from within its folder, with names of letters, digits and"
                            + " dashes.");
        } else if (!names.add(name)) {
            objections.refuse(
                    "archive-name-twice",
                    "The archive has two files named " + Objections.quoted(name) + ".",
                    "Pack it again with each file once.");
        } else {
            return Optional.of(new Entry(name, region));
        }
        return Optional.empty();
    }

    private static String trimmed(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static String kind(char kind) {
        return switch (kind) {
            case '1' -> "a hard link";
            case '2' -> "a symbolic link";
            case '3', '4' -> "a device";
            case '5' -> "a folder with content";
            case '6' -> "a pipe";
            case 'x', 'g', 'L', 'K' -> "an extended header";
            default -> "of an unknown kind";
        };
    }

    private static String name(Numbers header) {
        String prefix =
                header.text(257, 8).equals("ustar\00000") ? untilZero(header.text(345, 155)) : "";
        String name = untilZero(header.text(0, 100));
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String untilZero(String text) {
        int end = text.indexOf('\0');
        String bytes = end < 0 ? text : text.substring(0, end);
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Octal digits, or with the first bit set 95 bits of a number, as GNU tar writes it. */
    private static OptionalLong size(Numbers header) {
        if ((header.unsignedByte(124) & 0x80) == 0) {
            return octal(header.text(124, 12));
        }
        long size = header.number(128);
        boolean small = header.unsignedByte(124) == 0x80 && header.isZero(125, 128);
        return small && size >= 0 ? OptionalLong.of(size) : OptionalLong.empty();
    }

    private static OptionalLong octal(String field) {
        long number = 0;
        int digits = 0;
        for (char c : untilZero(field).strip().toCharArray()) {
            if (c < '0' || c > '7' || digits++ > 12) {
                return OptionalLong.empty();
            }
            number = number * 8 + c - '0';
        }
        return OptionalLong.of(number);
    }

    private static void archiveDamaged(Objections objections, String why) {
        objections.refuse(
                "archive-damaged",
                "The file is no tar archive that can be read: " + why + ".",
                "Fetch or make it again; tar -tvf FILE says what is in it.");
    }
}
