package oxt.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import oxt.client.Request;
import oxt.client.Upload;
import oxt.model.ByteSize;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Sends a file to the daemon, and shows how much of it is there. */
final class Sending {
    /** The reply comes when all was sent, checked and begun; the disk decides how soon. */
    private static final Duration PATIENCE = Duration.ofDays(2);

    private static final Duration TICK = Duration.ofMillis(500);

    private final LiveLines lines;
    private final Output output;
    private final String name;
    private final OptionalLong length;
    private long shown = System.nanoTime();

    private Sending(Output output, String name, OptionalLong length) {
        this.output = output;
        this.lines = new LiveLines(output);
        this.name = name;
        this.length = length;
    }

    /**
     * The task that the request with the file as its body becomes, to its end.
     *
     * @param file its name, or - for standard input
     */
    static Exit of(String file, Request request, Words words, Surroundings around) {
        if (file.equals("-")) {
            return of("standard input", around.in(), OptionalLong.empty(), request, words, around);
        }
        Path path = around.folder().resolve(file);
        try {
            if (!Files.isRegularFile(path) && Files.exists(path)) {
                throw new ProblemException(notFile(path));
            }
            try (InputStream in = Files.newInputStream(path)) {
                return of(file, in, OptionalLong.of(Files.size(path)), request, words, around);
            }
        } catch (NoSuchFileException _) {
            throw new ProblemException(
                    new Problem.Missing(
                            "file-missing", "There is no file " + path + ".", "Name one that is."));
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "file-not-read",
                            path + " cannot be read.",
                            "See whether it is a file, and who may read it."),
                    e);
        }
    }

    private static Exit of(
            String name,
            InputStream in,
            OptionalLong length,
            Request request,
            Words words,
            Surroundings around) {
        Sending sending = new Sending(around.err(), name, length);
        Upload upload = new Upload(in, length, sending::sent);
        Request whole = request.with(new Request.Body.Streamed(upload)).longer(PATIENCE);
        return Work.of(words, around, List.of(whole));
    }

    private void sent(long bytes) {
        boolean all = length.isPresent() && bytes == length.getAsLong();
        if (output.isTerminal() && !all && System.nanoTime() - shown > TICK.toNanos()) {
            shown = System.nanoTime();
            String of =
                    length.isPresent()
                            ? " of " + Readable.size(new ByteSize(length.getAsLong()))
                            : "";
            lines.show(List.of("sending " + name + ": " + Readable.size(new ByteSize(bytes)) + of));
        } else if (all) {
            lines.clear();
        }
    }

    private static Problem notFile(Path path) {
        return new Problem.Invalid(
                "file-not-regular",
                path + " is a folder or a device.",
                "Name a file; of a device: oxt image import NAME - < " + path);
    }
}
