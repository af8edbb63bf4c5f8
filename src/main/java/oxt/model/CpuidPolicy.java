package oxt.model;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a guest sees of the processor, in the words of libxl: {@code host,avx2=0,x2apic=0}. */
public record CpuidPolicy(String text) {
    private static final int LONGEST = 512;

    public static final Pattern PATTERN =
            Pattern.compile("(?=.{1," + LONGEST + "}$)host(,[a-z][a-z0-9_.-]*=[0-9xks]{1,32})*");

    public CpuidPolicy {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a CPUID policy: " + text);
        }
    }

    public static Optional<CpuidPolicy> parse(String text) {
        return PATTERN.matcher(text).matches()
                ? Optional.of(new CpuidPolicy(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
