package oxt.trust;

/** Text of strangers, harmless in a terminal, a log and a page. */
final class Printable {
    private static final int LONGEST = 4_096;

    private Printable() {}

    /** What cannot be seen, or turns what follows around, becomes a question mark. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(point -> isHarmless(point) ? point : '?')
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
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
