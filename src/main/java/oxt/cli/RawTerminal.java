package oxt.cli;

import java.io.IOException;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A terminal that hands on every key as it is pressed; it is put back however the program ends. */
final class RawTerminal implements AutoCloseable {
    private final String before;
    private final Thread hook;

    private RawTerminal(String before) {
        this.before = before;
        this.hook = Thread.ofPlatform().unstarted(this::putBack);
    }

    static RawTerminal open() {
        try {
            RawTerminal terminal = new RawTerminal(Terminal.stty("-g"));
            Runtime.getRuntime().addShutdownHook(terminal.hook);
            Terminal.stty("raw", "-echo");
            return terminal;
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Failed(
                            "terminal-not-raw",
                            "The terminal cannot be told to hand on every key.",
                            "Install coreutils (it has stty), or use another terminal."),
                    e);
        }
    }

    private void putBack() {
        try {
            Terminal.stty(before);
        } catch (IOException _) {
            // The terminal has gone.
        }
    }

    @Override
    public void close() {
        putBack();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // A signal ends the program; the hook has done or does the same.
        }
    }
}
