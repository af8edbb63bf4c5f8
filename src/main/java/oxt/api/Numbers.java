package oxt.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Numbers as documents write them, each within a bound.
 *
 * <p>They stay text: the first {@link BigDecimal} of a process costs it 11 ms, a fifth of a command
 * line's life, and nearly all numbers are small and whole.
 */
final class Numbers {
    /** A number of more digits costs more than linear time to read; none we know has twenty. */
    private static final int LONGEST = 400;

    /** Of so many digits every number fits a long. */
    private static final int SAFE_DIGITS = 18;

    private Numbers() {}

    /** In the form that JSON has, or nothing where it is too large to be read. */
    static Optional<String> decimal(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        if (isPlain(text)) {
            return Optional.of(text);
        }
        try {
            return Optional.of(new BigDecimal(text).toString());
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static Optional<String> whole(String digits, int radix) {
        return digits.length() > LONGEST
                ? Optional.empty()
                : Optional.of(new BigInteger(digits, radix).toString())
                        .filter(decimal -> decimal.length() <= LONGEST);
    }

    /** Nothing where it has a fraction or does not fit. */
    static Optional<Long> exactLong(String text) {
        try {
            return Optional.of(
                    isPlain(text) && text.length() <= SAFE_DIGITS
                            ? Long.parseLong(text)
                            : new BigDecimal(text).longValueExact());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    /** Zero, or digits that do not begin with one, perhaps behind a minus. */
    static boolean isPlain(String text) {
        if (text.equals("0")) {
            return true;
        }
        int first = text.startsWith("-") ? 1 : 0;
        if (first == text.length() || text.charAt(first) == '0') {
            return false;
        }
        for (int index = first; index < text.length(); index++) {
            if (text.charAt(index) < '0' || text.charAt(index) > '9') {
                return false;
            }
        }
        return true;
    }
}
