package oxt.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal this program was started from. */
final class Terminal {
    /** Where the terminal does not say how wide it is. */
    static final int USUAL_COLUMNS = 80;

    /** Hardly any is narrower; what fits here need not ask, which costs 10 ms. */
    static final int NARROW_COLUMNS = 60;

    private Terminal() {}

    /**
     * Whether one of the standard streams is a terminal. The JDK answers only for input and output
     * together, and {@code isatty} by foreign functions would cost more than all the rest of a
     * start.
     */
    static boolean is(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException _) {
            return false;
        }
    }

    /** How large it is, in characters; zero is what it does not know. */
    record Size(int rows, int columns) {}

    /** By asking the terminal. */
    static Size size() {
        try {
            String[] size = stty("size").split(" ");
            int rows = size.length == 2 ? Integer.parseInt(size[0]) : 0;
            int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return new Size(rows, columns);
        } catch (IOException | NumberFormatException _) {
            return new Size(0, 0);
        }
    }

    /** Columns, by asking the terminal. */
    static int columns() {
        int columns = size().columns();
        return columns > 0 ? columns : USUAL_COLUMNS;
    }

    /** What {@code stty} says; it works upon its standard input, which is ours. */
    static String stty(String... words) throws IOException {
        String[] command = new String[words.length + 1];
        command[0] = "stty";
        System.arraycopy(words, 0, command, 1, words.length);
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/tty").toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("stty refused");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said.strip();
    }
}
