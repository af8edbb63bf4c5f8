package oxt.trust.rehearsal;

/**
 * What the coming boot's commands and paths say where this boot's say something else, as another
 * kernel's version.
 */
public record Instead(String old, String next) {
    public static final Instead NOTHING = new Instead("", "");

    String in(String text) {
        return old.isEmpty() ? text : text.replace(old, next);
    }
}
