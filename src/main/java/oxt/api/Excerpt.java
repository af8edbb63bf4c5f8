package oxt.api;

/** A short, harmless form of what somebody wrote, for a problem's sentence. */
final class Excerpt {
    /** A line of a terminal still holds the sentence around it. */
    private static final int LONGEST = 40;

    private Excerpt() {}

    static String of(Node node) {
        return switch (node) {
            case Node.Text(var text, _) -> text.isEmpty() ? "an empty text" : of(text);
            case Node.Number(var text, _) -> of(text);
            case Node.Truth(var value, _) -> String.valueOf(value);
            case Node.Null _ -> "nothing";
            case Node.Sequence _ -> "a list";
            case Node.Mapping _ -> "a mapping";
        };
    }

    /** Control characters could rewrite the reader's terminal. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> isHarmless(c) ? c : '?')
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "…" : shown.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
