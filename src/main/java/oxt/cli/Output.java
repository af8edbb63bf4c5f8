package oxt.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * One of the two streams that a person or a program reads.
 *
 * <p>A reader who has gone, as {@code head} after ten lines, is no problem: the rest is dropped.
 */
final class Output {
    /** Whether control sequences for colours and moving lines make sense. */
    enum Reader {
        PROGRAM,
        PERSON_WITHOUT_COLOUR,
        PERSON
    }

    private final OutputStream stream;
    private final Reader reader;
    private final IntSupplier columns;
    private final StringBuilder waiting = new StringBuilder(256);

    Output(OutputStream stream, Reader reader, IntSupplier columns) {
        this.stream = stream;
        this.reader = reader;
        this.columns = columns;
    }

    /** The same stream, plainly. */
    Output withoutColour() {
        Reader plain = reader == Reader.PERSON ? Reader.PERSON_WITHOUT_COLOUR : reader;
        return new Output(stream, plain, columns);
    }

    boolean isTerminal() {
        return reader != Reader.PROGRAM;
    }

    /** How many columns a line may have; asked for only where a line might be too long. */
    int columns() {
        return isTerminal() ? columns.getAsInt() : Integer.MAX_VALUE;
    }

    String paint(Style style, String text) {
        return reader == Reader.PERSON ? style.paint(text) : text;
    }

    synchronized Output print(String text) {
        waiting.append(text);
        return this;
    }

    Output line(String text) {
        return print(text).print("\n");
    }

    /**
     * Words with spaces before each line; on a terminal, cut where it is full and not in the middle
     * of a word.
     */
    Output paragraph(String indent, Style style, String text) {
        boolean mayWrap = isTerminal() && indent.length() + text.length() > Terminal.NARROW_COLUMNS;
        int room = mayWrap ? Math.max(Terminal.NARROW_COLUMNS / 2, columns()) : Integer.MAX_VALUE;
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && indent.length() + line.length() + 1 + word.length() > room) {
                print(indent).line(paint(style, line.toString()));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        return print(indent).line(paint(style, line.toString()));
    }

    synchronized void bytes(byte[] bytes, int count) {
        flush();
        try {
            stream.write(bytes, 0, count);
            stream.flush();
        } catch (IOException _) {
            // The reader has gone.
        }
    }

    synchronized void flush() {
        byte[] bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
        waiting.setLength(0);
        try {
            stream.write(bytes);
            stream.flush();
        } catch (IOException _) {
            // The reader has gone.
        }
    }
}
