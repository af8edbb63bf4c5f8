package oxt.engine.agent;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.engine.Agent.Stream;
import oxt.engine.Piece;

/** What the agent in a VM's guest said: a guest's claim about itself, never more. */
sealed interface GuestMessage {
    /** A piece of output is the longest: 3840 characters behind a word and a number. */
    int LONGEST_LINE = 4096;

    /** It has just begun, and knows of no command. */
    record Ready(String boot) implements GuestMessage {}

    record Pong(String boot) implements GuestMessage {}

    /** What a command wrote. */
    record Written(int number, Stream stream, Piece piece) implements GuestMessage {}

    /** A command has ended, as a shell tells it: 128 and the signal's number if by a signal. */
    record Status(int number, int status) implements GuestMessage {}

    /** Nothing more will come of a command. */
    record Ended(int number) implements GuestMessage {}

    /** A piece of input has reached the command. */
    record Took(int number) implements GuestMessage {}

    record Done(int number) implements GuestMessage {}

    /**
     * @param reason printable ASCII, for people
     */
    record Failed(int number, String reason) implements GuestMessage {}

    /** Nothing that an agent says. */
    record Garbage() implements GuestMessage {}

    Pattern LINE =
            Pattern.compile(
                    "READY (?<ready>[0-9a-f-]{1,64})"
                            + "|PONG (?<pong>[0-9a-f-]{1,64}) 1"
                            + "|(?<stream>OUT|ERR) (?<of>[0-9]{1,9}) (?<piece>[A-Za-z0-9+/]{2,3840}={0,2})"
                            + "|STATUS (?<over>[0-9]{1,9}) (?<status>[0-9]{1,3})"
                            + "|(?<word>END|TOOK|DONE) (?<number>[0-9]{1,9})"
                            + "|FAILED (?<failed>[0-9]{1,9}) (?<reason>[ -~]{1,200})");

    static GuestMessage parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return new Garbage();
        }
        if (matcher.group("ready") != null) {
            return new Ready(matcher.group("ready"));
        }
        if (matcher.group("pong") != null) {
            return new Pong(matcher.group("pong"));
        }
        if (matcher.group("stream") != null) {
            Stream stream = matcher.group("stream").equals("OUT") ? Stream.OUTPUT : Stream.ERRORS;
            int number = number(matcher, "of");
            return piece(matcher.group("piece"))
                    .<GuestMessage>map(piece -> new Written(number, stream, piece))
                    .orElseGet(Garbage::new);
        }
        if (matcher.group("status") != null) {
            int status = number(matcher, "status");
            return status > 255 ? new Garbage() : new Status(number(matcher, "over"), status);
        }
        if (matcher.group("failed") != null) {
            return new Failed(number(matcher, "failed"), matcher.group("reason"));
        }
        int number = number(matcher, "number");
        return switch (matcher.group("word")) {
            case "END" -> new Ended(number);
            case "TOOK" -> new Took(number);
            case "DONE" -> new Done(number);
            default -> new Garbage();
        };
    }

    private static int number(Matcher matcher, String group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static Optional<Piece> piece(String text) {
        try {
            return Optional.of(new Piece(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
