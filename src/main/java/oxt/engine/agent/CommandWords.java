package oxt.engine.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import oxt.engine.EngineException;
import oxt.model.Problem;

/** A command as words that a shell reads back exactly; pure. */
final class CommandWords {
    /** Half of what fits into a pipe, so that a guest's agent never waits. */
    static final int LONGEST_LINE = 32 << 10;

    private CommandWords() {}

    static String line(List<String> words) throws EngineException {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (word.indexOf('\0') >= 0) {
                throw new EngineException(
                        new Problem.Invalid(
                                "command-has-nul",
                                "A word of the command contains a NUL, which no program can take.",
                                "Leave it out; bytes can go through standard input."));
            }
            line.append(line.isEmpty() ? "" : " ").append(quoted(word));
        }
        if (line.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
            throw new EngineException(
                    new Problem.Invalid(
                            "command-too-long",
                            "The command is longer than " + LONGEST_LINE + " bytes.",
                            "Send what is long through standard input."));
        }
        return line.toString();
    }

    /** The agent's variable {@code newline} keeps one line of ours one line. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''").replace("\n", "'\"$newline\"'") + "'";
    }
}
