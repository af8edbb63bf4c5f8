package oxt.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a file of firmware tables that an administrator put into /etc/oxt/tables. */
public record TableName(String text) implements Comparable<TableName> {
    /** No hidden file, and no way out of the folder. */
    public static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public TableName {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not the name of a table: " + text);
        }
    }

    public static Optional<TableName> parse(String text) {
        return PATTERN.matcher(text).matches()
                ? Optional.of(new TableName(text))
                : Optional.empty();
    }

    @Override
    public int compareTo(TableName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
