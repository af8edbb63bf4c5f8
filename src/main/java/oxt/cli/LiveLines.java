package oxt.cli;

import java.util.List;

/** A few lines at the bottom of a terminal that are written over and over. */
final class LiveLines {
    private final Output output;

    /** Asked once: a line that the terminal wraps could not be written over. */
    private final int columns;

    private int shown;

    LiveLines(Output output) {
        this.output = output;
        this.columns = Math.max(20, output.columns());
    }

    void show(List<String> lines) {
        back();
        for (String line : lines) {
            String text = Harmless.line(line);
            int most = text.codePointCount(0, text.length());
            String cut =
                    most < columns
                            ? text
                            : text.substring(0, text.offsetByCodePoints(0, columns - 2)) + "…";
            output.line(cut);
        }
        shown = lines.size();
        output.flush();
    }

    /** Leaves nothing behind. */
    void clear() {
        back();
        shown = 0;
        output.flush();
    }

    /** To the first of the lines, and all below it erased (ECMA-48: CPL, ED). */
    private void back() {
        if (shown > 0) {
            output.print("\033[" + shown + "F\033[J");
        }
    }
}
