package oxt.api;

/** A short, harmless form of what somebody wrote, for a problem's sentence. */
final class Excerpt {
    /** A line of a terminal still holds the sentence around it. */
    private static final int LONGEST = 40;

    /** Two lines of a terminal; the libraries' own sentences have under 150. */
    private static final int LONGEST_WORDS = 200;

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

    static String of(String text) {
        return of(text, LONGEST);
    }

    /** What a library says of it, which may quote all of it, on one line. */
    static String ofWords(String words) {
        return of(words.strip().replaceAll("\\s+", " "), LONGEST_WORDS);
    }

    /** Control characters could rewrite the reader's terminal. */
    private static String of(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(longest)
                .map(c -> isHarmless(c) ? c : '?')
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
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
