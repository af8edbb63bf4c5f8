package oxt.trust.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

/**
 * A program for UEFI (PE/COFF), as far as firmware measures it.
 *
 * @param checksum where the field is that no digest covers
 * @param certificateEntry where the signature's place and length are, which no digest covers
 * @param headers their length
 * @param certificates the length of the signatures, at the end
 */
public record PeFile(
        Bytes file,
        int checksum,
        int certificateEntry,
        int headers,
        int certificates,
        List<Section> sections) {
    private static final int DOS_HEADER = 0x40;
    private static final int PE_OFFSET_AT = 0x3c;
    private static final int PE_HEADER = 24;
    private static final int SECTION = 40;
    private static final int MOST_SECTIONS = 96;
    private static final int CHECKSUM = 64;
    private static final int HEADERS_AT = 60;
    private static final int PE32_PLUS = 0x20b;
    private static final int DIRECTORIES = 96;
    private static final int DIRECTORIES_PLUS = 112;
    private static final int CERTIFICATES = 4;

    /**
     * @param memory its length once it is loaded
     * @param place in the file
     * @param length in the file
     */
    public record Section(String name, int memory, int place, int length) {}

    public PeFile {
        sections = List.copyOf(sections);
    }

    /** Nothing where it is no such program. */
    public static Optional<PeFile> read(Bytes file) {
        try {
            return parsed(file);
        } catch (IndexOutOfBoundsException shorter) {
            return Optional.empty();
        }
    }

    private static Optional<PeFile> parsed(Bytes file) {
        if (file.length() < DOS_HEADER || file.at(0) != 'M' || file.at(1) != 'Z') {
            return Optional.empty();
        }
        int pe = u32(file, PE_OFFSET_AT);
        if (u32(file, pe) != ('P' | 'E' << Byte.SIZE)) {
            return Optional.empty();
        }
        int optional = pe + PE_HEADER;
        int directories =
                optional + (u16(file, optional) == PE32_PLUS ? DIRECTORIES_PLUS : DIRECTORIES);
        int certificateEntry = directories + CERTIFICATES * Long.BYTES;
        int count = u16(file, pe + 6);
        int table = optional + u16(file, pe + 20);
        if (count > MOST_SECTIONS) {
            return Optional.empty();
        }
        List<Section> sections = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            sections.add(section(file, table + number * SECTION));
        }
        PeFile read =
                new PeFile(
                        file,
                        optional + CHECKSUM,
                        certificateEntry,
                        u32(file, optional + HEADERS_AT),
                        u32(file, certificateEntry + Integer.BYTES),
                        sections);
        return read.isWithin() ? Optional.of(read) : Optional.empty();
    }

    private static Section section(Bytes file, int at) {
        String name = file.slice(at, 8).text(StandardCharsets.US_ASCII).replaceFirst("\0+$", "");
        return new Section(name, u32(file, at + 8), u32(file, at + 20), u32(file, at + 16));
    }

    /** Everything that a digest is of is in the file, and in its order. */
    private boolean isWithin() {
        boolean within =
                headers >= certificateEntry + Long.BYTES
                        && headers <= file.length()
                        && certificates >= 0
                        && certificates <= file.length() - headers;
        for (Section section : sections) {
            within &=
                    section.place >= 0
                            && section.length >= 0
                            && section.memory >= 0
                            && section.place <= file.length() - section.length;
        }
        return within;
    }

    private static int u16(Bytes file, int at) {
        return file.at(at) | file.at(at + 1) << Byte.SIZE;
    }

    private static int u32(Bytes file, int at) {
        return u16(file, at) | u16(file, at + 2) << Short.SIZE;
    }

    /** What firmware measures when it starts it (Authenticode; Firmware Profile, 10.2.3). */
    public Bytes digest(HashAlgorithm hash) {
        List<Bytes> parts = new ArrayList<>();
        int behindChecksum = checksum + Integer.BYTES;
        int behindEntry = certificateEntry + Long.BYTES;
        parts.add(file.slice(0, checksum));
        parts.add(file.slice(behindChecksum, certificateEntry - behindChecksum));
        parts.add(file.slice(behindEntry, headers - behindEntry));
        long covered = headers;
        List<Section> ordered =
                sections.stream()
                        .filter(section -> section.length > 0)
                        .sorted(Comparator.comparingInt(Section::place))
                        .toList();
        for (Section section : ordered) {
            parts.add(file.slice(section.place, section.length));
            covered += section.length;
        }
        long rest = file.length() - certificates - covered;
        if (rest > 0) {
            parts.add(file.slice((int) covered, (int) rest));
        }
        return hash.digest(parts.toArray(Bytes[]::new));
    }

    public boolean has(String section) {
        return content(section).isPresent();
    }

    /** As it is in memory, without what fills up the file. */
    public Optional<Bytes> content(String section) {
        return sections.stream()
                .filter(one -> one.name.equals(section))
                .findFirst()
                .map(one -> file.slice(one.place, Math.min(one.memory, one.length)));
    }

    @Override
    public String toString() {
        return "PeFile[" + file.length() + " bytes]";
    }
}
