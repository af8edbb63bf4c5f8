package oxt.daemon.work;

import java.io.PrintStream;

/**
 * The daemon's log: a line a happening, on standard error, where systemd or a file keeps it with
 * its time. No logging library, because that costs a third of the start.
 */
public final class DaemonLog {
    private final PrintStream lines;

    public DaemonLog(PrintStream lines) {
        this.lines = lines;
    }

    public void say(String sentence) {
        lines.println("oxtd: " + sentence);
    }

    /** Our own mistake, with all that helps to find it. */
    public void bug(String where, Throwable cause) {
        synchronized (lines) {
            lines.println("oxtd: BUG: " + where);
            cause.printStackTrace(lines);
        }
    }
}
