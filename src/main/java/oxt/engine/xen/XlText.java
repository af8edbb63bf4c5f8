package oxt.engine.xen;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values in the language of xl's configuration files.
 *
 * <p>A text is within quotes and holds printable ASCII only, so that it ends where we end it. In
 * the specifications of disks and cards a comma parts one setting from the next: what goes there is
 * of an alphabet without commas.
 */
final class XlText {
    /** Of paths within a specification; what leads nowhere else and parts nothing. */
    private static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9/._+@~-]*");

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");

    private XlText() {}

    /** Of the two kinds of quotes the one that the text does not hold; escapes only where both. */
    static String quoted(String text) {
        if (!PRINTABLE.matcher(text).matches()) {
            throw new IllegalArgumentException("not printable: " + text);
        }
        boolean hasBackslash = text.indexOf('\\') >= 0;
        if (text.indexOf('"') < 0 && !hasBackslash) {
            return '"' + text + '"';
        }
        if (text.indexOf('\'') < 0 && !hasBackslash) {
            return '\'' + text + '\'';
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static String path(Path path) {
        return quoted(plain(path));
    }

    /** A path as part of a specification. */
    static String plain(Path path) {
        if (!PLAIN_PATH.matcher(path.toString()).matches()) {
            throw new IllegalArgumentException("xl takes no such path: " + path);
        }
        return path.toString();
    }

    static String list(List<String> values) {
        if (values.size() == 1) {
            return "[ " + quoted(values.getFirst()) + " ]";
        }
        return values.stream()
                .map(value -> "    " + quoted(value))
                .collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    /** A constant in Xen's spelling. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
