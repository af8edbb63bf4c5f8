package oxt.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Numbers as documents write them, each within a bound. */
final class Numbers {
    /** A number of more digits costs more than linear time to read; none we know has twenty. */
    static final int LONGEST = 400;

    private Numbers() {}

    static Optional<BigDecimal> decimal(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    static Optional<BigDecimal> whole(String digits, int radix) {
        return digits.length() > LONGEST
                ? Optional.empty()
                : Optional.of(new BigDecimal(new BigInteger(digits, radix)));
    }

    /** Nothing where it has a fraction or does not fit. */
    static Optional<Long> exactLong(BigDecimal value) {
        try {
            return Optional.of(value.longValueExact());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }
}
