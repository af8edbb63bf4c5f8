package oxt.engine.xen;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Xen by what decides which settings it knows: {@code 4.20}. */
public record XenVersion(int major, int minor) implements Comparable<XenVersion> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(?:[^0-9].*)?");
    private static final Comparator<XenVersion> ORDER =
            Comparator.comparingInt(XenVersion::major).thenComparingInt(XenVersion::minor);

    /** The version that a text such as {@code 4.20.3-pre} begins with. */
    public static Optional<XenVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new XenVersion(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    public boolean has(XenVersion since) {
        return compareTo(since) >= 0;
    }

    @Override
    public int compareTo(XenVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
