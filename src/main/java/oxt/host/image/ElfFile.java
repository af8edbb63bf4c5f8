package oxt.host.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a 64-bit little-endian ELF file says it needs (System V ABI, chapters 4 and 5).
 *
 * @param needed the shared libraries, by file name, in the file's order
 * @param interpreter the dynamic loader's path; empty where the file is static or a library
 * @param moduleWords a kernel module's {@code key=value} words
 */
record ElfFile(List<String> needed, Optional<String> interpreter, List<String> moduleWords) {
    /** A program of ours has about ten segments and fifty sections. */
    private static final int MOST_HEADERS = 1000;

    /** Debian's largest program needs fewer than two hundred libraries. */
    private static final int MOST_NAMES = 10_000;

    private static final int LONGEST_NAME = 4096;
    private static final int MAGIC = 0x464c457f;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int INTERPRETER = 3;
    private static final long NEEDED_TAG = 1;
    private static final long STRINGS_TAG = 5;

    ElfFile {
        needed = List.copyOf(needed);
        moduleWords = List.copyOf(moduleWords);
    }

    /** Nothing where the bytes are not such a file, or are cut short. */
    static Optional<ElfFile> read(byte[] bytes) {
        try {
            return new Reader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)).read();
        } catch (IndexOutOfBoundsException | ArithmeticException cutShort) {
            return Optional.empty();
        }
    }

    private record Segment(int type, long offset, long address, long size) {}

    private record Section(int name, long offset, long size) {}

    private record Reader(ByteBuffer in) {

        Optional<ElfFile> read() {
            boolean ours = in.getInt(0) == MAGIC && in.get(4) == 2 && in.get(5) == 1;
            if (!ours) {
                return Optional.empty();
            }
            List<Segment> segments = segments();
            return Optional.of(
                    new ElfFile(needed(segments), interpreter(segments), moduleWords(sections())));
        }

        private List<Segment> segments() {
            var segments = new ArrayList<Segment>();
            long table = in.getLong(32);
            int size = in.getShort(54) & 0xffff;
            int count = Math.min(in.getShort(56) & 0xffff, MOST_HEADERS);
            for (int i = 0; i < count; i++) {
                int at = at(table + (long) i * size);
                segments.add(
                        new Segment(
                                in.getInt(at),
                                in.getLong(at + 8),
                                in.getLong(at + 16),
                                in.getLong(at + 32)));
            }
            return segments;
        }

        private List<Section> sections() {
            var sections = new ArrayList<Section>();
            long table = in.getLong(40);
            int size = in.getShort(58) & 0xffff;
            int count = Math.min(in.getShort(60) & 0xffff, MOST_HEADERS);
            for (int i = 0; i < count; i++) {
                int at = at(table + (long) i * size);
                sections.add(new Section(in.getInt(at), in.getLong(at + 24), in.getLong(at + 32)));
            }
            return sections;
        }

        private Optional<String> interpreter(List<Segment> segments) {
            for (Segment segment : segments) {
                if (segment.type == INTERPRETER) {
                    return Optional.of(text(segment.offset));
                }
            }
            return Optional.empty();
        }

        private List<String> needed(List<Segment> segments) {
            var needed = new ArrayList<String>();
            for (Segment dynamic : segments) {
                if (dynamic.type != DYNAMIC) {
                    continue;
                }
                long strings = fileOffset(segments, tag(dynamic, STRINGS_TAG));
                for (int at = at(dynamic.offset); inside(dynamic, at); at += 16) {
                    if (in.getLong(at) == NEEDED_TAG && needed.size() < MOST_NAMES) {
                        needed.add(text(Math.addExact(strings, in.getLong(at + 8))));
                    }
                }
            }
            return needed;
        }

        private long tag(Segment dynamic, long tag) {
            for (int at = at(dynamic.offset); inside(dynamic, at); at += 16) {
                if (in.getLong(at) == tag) {
                    return in.getLong(at + 8);
                }
            }
            throw new IndexOutOfBoundsException("no such tag");
        }

        private static boolean inside(Segment dynamic, int at) {
            return at - dynamic.offset <= dynamic.size - 16;
        }

        private static long fileOffset(List<Segment> segments, long address) {
            for (Segment segment : segments) {
                long within = address - segment.address;
                if (segment.type == LOAD && within >= 0 && within < segment.size) {
                    return segment.offset + within;
                }
            }
            throw new IndexOutOfBoundsException("an address outside the file");
        }

        private List<String> moduleWords(List<Section> sections) {
            var words = new ArrayList<String>();
            int namesAt = in.getShort(62) & 0xffff;
            if (namesAt >= sections.size()) {
                return words;
            }
            long names = sections.get(namesAt).offset;
            for (Section section : sections) {
                if (words.size() < MOST_NAMES && text(names + section.name).equals(".modinfo")) {
                    words.addAll(strings(section));
                }
            }
            return words;
        }

        private List<String> strings(Section section) {
            var strings = new ArrayList<String>();
            long at = section.offset;
            while (at < section.offset + section.size && strings.size() < MOST_NAMES) {
                String word = text(at);
                if (!word.isEmpty()) {
                    strings.add(word);
                }
                at += word.length() + 1L;
            }
            return strings;
        }

        /** One character a byte, so that a text is as long as its bytes. */
        private String text(long offset) {
            int start = at(offset);
            int end = start;
            while (in.get(end) != 0) {
                if (++end - start > LONGEST_NAME) {
                    throw new IndexOutOfBoundsException("a name without an end");
                }
            }
            var name = new byte[end - start];
            in.get(start, name);
            return new String(name, StandardCharsets.ISO_8859_1);
        }

        private static int at(long offset) {
            return Math.toIntExact(offset);
        }
    }
}
