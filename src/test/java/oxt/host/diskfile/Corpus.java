package oxt.host.diskfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;

/** Small disk files of every format, and what is said of them. */
final class Corpus {
    private static final Path FOLDER = Path.of("src/test/resources/corpus/diskfile");

    private Corpus() {}

    static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with other bytes from there on. */
    static byte[] with(byte[] file, int at, int... bytes) {
        byte[] changed = file.clone();
        for (int i = 0; i < bytes.length; i++) {
            changed[at + i] = (byte) bytes[i];
        }
        return changed;
    }

    static byte[] withNumber(byte[] file, int at, long number) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).putLong(at, number);
        return changed;
    }

    static byte[] withWord(byte[] file, int at, long number) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).putInt(at, (int) number);
        return changed;
    }

    static Reading<ReadableDisk> read(byte[] file, DiskFileFormat format) {
        try {
            return DiskFile.read(Content.of(file), format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DiskFileFormat guess(byte[] file) {
        try {
            return switch (FormatGuess.of(Content.of(file))) {
                case FormatGuess.Readable(var format) -> format;
                case FormatGuess.Unreadable(var problem) -> throw new ProblemException(problem);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> codes(byte[] file) {
        return problems(file).stream().map(Problem::code).toList();
    }

    static List<Problem> problems(byte[] file) {
        return switch (read(file, guess(file))) {
            case Reading.Good<ReadableDisk> _ -> List.of();
            case Reading.Bad<ReadableDisk>(var problems) -> problems;
        };
    }
}
