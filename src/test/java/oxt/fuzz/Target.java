package oxt.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One parser that is fuzzed.
 *
 * @param name of its folder in the corpus
 * @param share how much of the time it gets
 */
record Target(String name, Share share, Input input) {

    /** Takes one input; whatever it throws is a find. */
    @FunctionalInterface
    interface Input {
        void take(byte[] bytes) throws Exception;
    }

    enum Share {
        /** What strangers write: guests, clients, files from elsewhere. */
        WHOLE(1),
        /** What the kernel, the archive or an earlier oxt wrote. */
        QUARTER(4);

        private final int part;

        Share(int part) {
            this.part = part;
        }

        int seconds(int whole) {
            return Math.max(1, whole / part);
        }
    }

    /** The folder with the inputs that are kept in the repository. */
    Path corpus() {
        return Path.of("src/test/resources/corpus", name);
    }

    /** Those inputs; texts that say where they come from are none. */
    List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.filter(file -> !file.toString().endsWith(".md")).sorted().toList();
        }
    }
}
