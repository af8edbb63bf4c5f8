package oxt.trust.evidence;

import java.util.List;
import oxt.trust.Bytes;

/**
 * What one measurement may be.
 *
 * <p>Digests decide. What a log calls an entry is its writer's word, so a rule's name is for people
 * only and never lets anything pass.
 */
public sealed interface EventRule {

    /** What it was in the boot that the policy was made from. */
    String what();

    /**
     * One measurement, by one of these digests.
     *
     * @param digests at least one, of the policy's bank
     */
    record These(String what, List<Bytes> digests) implements EventRule {
        public These {
            digests = List.copyOf(digests);
            if (digests.isEmpty()) {
                throw new IllegalArgumentException(what + " may be nothing at all");
            }
        }
    }

    /** One measurement of anything. */
    record Anything(String what, String reason) implements EventRule {}

    /** Any number of measurements of anything, none as well. */
    record AnyNumber(String what, String reason) implements EventRule {}

    /** Whether one measurement by this digest keeps to the rule. */
    default boolean allows(Bytes digest) {
        return switch (this) {
            case These(_, var digests) -> digests.contains(digest);
            case Anything _, AnyNumber _ -> true;
        };
    }
}
