package oxt.api;

import java.util.List;

/**
 * A command that is to run in a guest.
 *
 * @param words the program and its arguments, as they are
 */
public record CommandDocument(List<String> words, Input input) {
    /** As much as the agent takes; the daemon counts the whole line besides. */
    private static final int LONGEST_WORD = 32 << 10;

    private static final int MOST_WORDS = 1024;

    public CommandDocument {
        words = List.copyOf(words);
    }

    /** Where the command's standard input comes from. */
    public enum Input {
        /** It is empty. */
        CLOSED,
        /** From requests of their own. */
        OPEN
    }

    private static final Key<CommandDocument, List<String>> WORDS =
            Key.required(
                    "command",
                    ListShape.of(Scalars.text(LONGEST_WORD), MOST_WORDS),
                    "The program and its arguments; no shell reads them.",
                    CommandDocument::words);
    private static final Key<CommandDocument, Input> INPUT =
            Key.standard(
                    "input",
                    Scalars.choice(Input.values()),
                    Input.CLOSED,
                    "Whether standard input comes, by POST /v1/runs/{id}/input, or is empty.",
                    CommandDocument::input);

    public static final RecordShape<CommandDocument> SHAPE =
            RecordShape.of(
                    "command",
                    "A command that is to run in a guest.",
                    List.of(WORDS, INPUT),
                    fields -> new CommandDocument(fields.of(WORDS), fields.of(INPUT)));
}
