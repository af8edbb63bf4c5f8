package oxt.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells under headings, each column as wide as its widest cell. */
final class Table {
    private static final int GAP = 2;

    /** Narrower than this a cut text says nothing. */
    private static final int NARROWEST = 10;

    /**
     * One text of a table.
     *
     * @param text on one line
     */
    record Cell(String text, Style style) {
        Cell {
            text = Harmless.line(text);
        }

        static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    private final List<List<Cell>> rows = new ArrayList<>();

    private Table() {}

    static Table of(String... headings) {
        List<Cell> cells = new ArrayList<>(headings.length);
        for (String heading : headings) {
            cells.add(new Cell(heading, Style.BOLD));
        }
        Table table = new Table();
        table.rows.add(cells);
        return table;
    }

    /** Without headings: names on the left, values on the right. */
    static Table ofPairs() {
        return new Table();
    }

    Table row(Cell... cells) {
        rows.add(List.of(cells));
        return this;
    }

    Table pair(String name, String value) {
        return row(new Cell(name, Style.DIM), Cell.of(value));
    }

    void print(Output output) {
        if (rows.isEmpty()) {
            return;
        }
        int[] widths = widths(output);
        for (List<Cell> row : rows) {
            int gap = 0;
            for (int column = 0; column < row.size(); column++) {
                Cell cell = row.get(column);
                String text = cut(cell.text(), widths[column]);
                if (!text.isEmpty()) {
                    output.print(" ".repeat(gap)).print(output.paint(cell.style(), text));
                    gap = 0;
                }
                gap += widths[column] - length(text) + GAP;
            }
            output.print("\n");
        }
    }

    private int[] widths(Output output) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<Cell> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], length(row.get(column).text()));
            }
        }
        // Most terminals are wider than most tables: then nobody has to ask how wide.
        if (output.isTerminal() && total(widths) > Terminal.NARROW_COLUMNS) {
            narrow(widths, output.columns());
        }
        return widths;
    }

    /** Takes from the widest column until the line fits, or nothing more can be taken. */
    private static void narrow(int[] widths, int columns) {
        while (total(widths) > columns) {
            int widest = 0;
            for (int column = 1; column < widths.length; column++) {
                widest = widths[column] > widths[widest] ? column : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }

    private static int total(int[] widths) {
        int total = GAP * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    private static String cut(String text, int width) {
        return length(text) <= width
                ? text
                : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
