package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Sentences on terminals and in files. */
class OutputTest {
    private static final String TEXT =
            "A sentence that is longer than this narrow terminal has columns, and-one-long-word-as-well-"
                    + "as-that.";

    @Test
    void a_sentence_is_cut_between_words_on_a_terminal() {
        assertEquals(
                """
                  A sentence that is longer than
                  this narrow terminal has
                  columns,
                  and-one-long-word-as-well-as-that.
                """,
                printed(Output.Reader.PERSON_WITHOUT_COLOUR, 32));
    }

    @Test
    void a_sentence_stays_on_one_line_in_a_file() {
        assertEquals("  " + TEXT + "\n", printed(Output.Reader.PROGRAM, 32));
    }

    @Test
    void a_reader_who_has_gone_is_no_problem() {
        Output output = new Output(new Gone(), Output.Reader.PROGRAM, () -> 80);
        output.line("words").flush();
        output.bytes(new byte[9], 9);
    }

    private static String printed(Output.Reader reader, int columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output output = new Output(bytes, reader, () -> columns);
        output.paragraph("  ", Style.PLAIN, TEXT).flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** As a pipe to a program that ended. */
    private static final class Gone extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("broken pipe");
        }
    }
}
