package oxt.plan;

import java.util.regex.Pattern;

/** What came over the API and waits to be taken in; a number for each. */
public record ArrivalName(String text) {
    private static final Pattern PATTERN = Pattern.compile("[0-9]{1,18}");

    public ArrivalName {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not an arrival: " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
