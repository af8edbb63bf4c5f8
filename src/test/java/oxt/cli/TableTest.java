package oxt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tables as they are printed. */
class TableTest {
    private static final String LONG =
            "a value that is far longer than any narrow terminal has columns";

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertEquals(
                """
                NAME      STATE
                work      off
                personal  running
                """,
                printed(
                        Table.of("NAME", "STATE")
                                .row(cell("work"), cell("off"))
                                .row(cell("personal"), cell("running")),
                        Output.Reader.PROGRAM,
                        80));
    }

    @Test
    void a_line_ends_with_its_last_text() {
        assertEquals(
                "A  B  C\n1     3\n4\n",
                printed(
                        Table.of("A", "B", "C")
                                .row(cell("1"), cell(""), cell("3"))
                                .row(cell("4"), cell(""), cell("")),
                        Output.Reader.PROGRAM,
                        80));
    }

    @Test
    void the_widest_column_gives_way_on_a_narrow_terminal() {
        assertEquals(
                """
                NAME  WHAT
                work  a value that is far…
                """,
                printed(table(), Output.Reader.PERSON_WITHOUT_COLOUR, 26));
    }

    @Test
    void a_program_gets_all_of_it() {
        assertEquals(
                "NAME  WHAT\nwork  " + LONG + LONG + "\n",
                printed(table(), Output.Reader.PROGRAM, 26));
    }

    @Test
    void colours_do_not_move_columns() {
        assertEquals(
                "\033[1mNAME\033[0m  \033[1mSTATE\033[0m\nnet   \033[32mup\033[0m\n",
                printed(
                        Table.of("NAME", "STATE")
                                .row(cell("net"), new Table.Cell("up", Style.GREEN)),
                        Output.Reader.PERSON,
                        80));
    }

    @Test
    void text_from_elsewhere_cannot_act_on_the_terminal() {
        assertEquals(
                "A\n\uFFFD]0;title\uFFFD two\n",
                printed(
                        Table.of("A").row(cell("\033]0;title\007\ntwo")),
                        Output.Reader.PERSON_WITHOUT_COLOUR,
                        80));
    }

    private static Table table() {
        return Table.of("NAME", "WHAT").row(cell("work"), cell(LONG + LONG));
    }

    private static Table.Cell cell(String text) {
        return Table.Cell.of(text);
    }

    private static String printed(Table table, Output.Reader reader, int columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output output = new Output(bytes, reader, () -> columns);
        table.print(output);
        output.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
