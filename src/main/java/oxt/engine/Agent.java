package oxt.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The agent in a VM's guest. It does what it is asked or it does not: the guest is not trusted, so
 * what it answers is its word and no more.
 */
public interface Agent {

    /** How a guest is asked to end. */
    enum Ending {
        POWEROFF,
        REBOOT
    }

    /** Where a command's standard input comes from. */
    enum Input {
        CLOSED,
        OPEN
    }

    /** Where a command wrote to. */
    enum Stream {
        OUTPUT,
        ERRORS
    }

    /** Whether it answers; waits no longer than the patience for a guest that boots. */
    Presence await(Duration patience) throws EngineException, InterruptedException;

    /** Waits for it; a Failed where it stays silent. */
    void require(Duration patience) throws EngineException, InterruptedException;

    /** What is known of an agent after a while. */
    enum Presence {
        ANSWERS,
        SILENT
    }

    /**
     * Begins a command with the rights of the guest's root.
     *
     * @param words the program and its arguments, without a NUL; refused where they are too long
     */
    Command run(List<String> words, Input input) throws EngineException, InterruptedException;

    /** Asks the guest to end in order; done when it has heard. */
    void stop(Ending ending) throws EngineException, InterruptedException;

    void setClock(Instant now) throws EngineException, InterruptedException;

    /** Tells programs on the serial console how large the terminal at its other end is. */
    void resizeConsole(int rows, int columns) throws EngineException, InterruptedException;

    /** Lets file systems take the room that their disks have got. */
    void grow() throws EngineException, InterruptedException;

    /**
     * Makes a guest that began as a copy another one. It need not have answered yet: as it goes on
     * from where its agent listened, it is told at once, and waited for no longer than the
     * patience.
     */
    void freshen(Identity identity, Duration patience) throws EngineException, InterruptedException;

    /**
     * What no two guests may share.
     *
     * @param machine 32 hexadecimal digits
     * @param now the clock's time
     */
    record Identity(String host, String machine, Instant now) {}

    /** A command that was begun; closed, it is ended and forgotten. */
    interface Command extends AutoCloseable {
        /** What fits through a pipe at once, so that a guest's agent never waits. */
        int LARGEST_INPUT = 32 << 10;

        /** What came next; nothing where nothing came in time. */
        Optional<Said> next(Duration patience) throws EngineException, InterruptedException;

        /**
         * Waits until there is room for it, no longer than the patience.
         *
         * @param piece of no more than {@link #LARGEST_INPUT}
         */
        void input(Piece piece, Duration patience) throws EngineException, InterruptedException;

        void endInput() throws EngineException;

        @Override
        void close();
    }

    /** What came of a command. */
    sealed interface Said {
        record Written(Stream stream, Piece piece) implements Said {}

        /** It is over, and all it wrote was before this; as a shell tells it. */
        record Ended(int status) implements Said {}
    }
}
