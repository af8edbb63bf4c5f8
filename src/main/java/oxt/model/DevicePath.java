package oxt.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** A block device in a storage driver domain, as its own programs call it: {@code /dev/xvdb}. */
public record DevicePath(String text) {
    /** Each part begins with a letter or a digit, so none leads upwards. */
    public static final Pattern PATTERN =
            Pattern.compile("/dev(/[A-Za-z0-9][A-Za-z0-9._-]{0,63}){1,4}");

    public DevicePath {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a device: " + text);
        }
    }

    public static Optional<DevicePath> parse(String text) {
        return PATTERN.matcher(text).matches()
                ? Optional.of(new DevicePath(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
