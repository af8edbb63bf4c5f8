package oxt.engine.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import oxt.engine.Agent;
import oxt.engine.Piece;

/** A simulated guest: it knows four commands that need no guest, and says so of all others. */
record SimAgent() implements Agent {
    private static final String UNKNOWN =
            "This VM is simulated: no guest runs in it, and of commands there are only cat, echo,"
                    + " false and true.\n";

    /** As a shell says that there is no such program. */
    private static final int NO_SUCH_COMMAND = 127;

    @Override
    public Presence await(Duration patience) {
        return Presence.ANSWERS;
    }

    @Override
    public void require(Duration patience) {}

    @Override
    public Command run(List<String> words, Input input) {
        SimCommand command = new SimCommand();
        switch (words.getFirst()) {
            case "true" -> command.end(0);
            case "false" -> command.end(1);
            case "cat" -> {
                if (input == Input.CLOSED) {
                    command.end(0);
                }
            }
            case "echo" -> {
                command.say(Stream.OUTPUT, piece(String.join(" ", rest(words)) + "\n"));
                command.end(0);
            }
            default -> {
                command.say(Stream.ERRORS, piece(UNKNOWN));
                command.end(NO_SUCH_COMMAND);
            }
        }
        return command;
    }

    @Override
    public void stop(Ending ending) {}

    @Override
    public void setClock(Instant now) {}

    @Override
    public void resizeConsole(int rows, int columns) {}

    @Override
    public void grow() {}

    @Override
    public void freshen(Identity identity, Duration patience) {}

    private static List<String> rest(List<String> words) {
        return words.subList(1, words.size());
    }

    private static Piece piece(String text) {
        return new Piece(text.getBytes(StandardCharsets.UTF_8));
    }
}
