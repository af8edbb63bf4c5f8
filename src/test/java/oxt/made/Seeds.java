package oxt.made;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a property over many seeds. */
public final class Seeds {
    private Seeds() {}

    /** A property of whatever the random numbers make up. */
    public interface Property {
        void holds(RandomGenerator random) throws Exception;
    }

    /**
     * Runs the property with seeds 0 to count, and with none but {@code -Doxt.seed=N} where that is
     * given.
     */
    public static void forEach(int count, Property property) {
        Long only = Long.getLong("oxt.seed");
        if (only != null) {
            holds(only, property);
            return;
        }
        for (long seed = 0; seed < count; seed++) {
            holds(seed, property);
        }
    }

    private static void holds(long seed, Property property) {
        try {
            property.holds(of(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    "with -Doxt.seed=" + seed + ": " + failure.getMessage(), failure);
        }
    }

    public static RandomGenerator of(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
