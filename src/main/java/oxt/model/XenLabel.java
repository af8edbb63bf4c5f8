package oxt.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** A security label of Xen's FLASK: {@code system_u:system_r:domU_t}. */
public record XenLabel(String text) {
    public static final Pattern PATTERN =
            Pattern.compile("[A-Za-z0-9_.-]{1,40}(:[A-Za-z0-9_.-]{1,40}){2,3}");

    public XenLabel {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a label: " + text);
        }
    }

    public static Optional<XenLabel> parse(String text) {
        return PATTERN.matcher(text).matches() ? Optional.of(new XenLabel(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
