package oxt.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether a VM starts only with files that somebody has accepted. */
public sealed interface Measured {

    /** It starts with whatever is there. */
    record Not() implements Measured {}

    /**
     * It starts only where each part that can be measured has its digest.
     *
     * @param accepted by part; one that is not in here was not accepted yet
     */
    record Against(SortedMap<MeasuredPart, Digest> accepted) implements Measured {
        public Against {
            accepted = Collections.unmodifiableSortedMap(new TreeMap<>(accepted));
        }

        public Against(Map<MeasuredPart, Digest> accepted) {
            this(new TreeMap<>(accepted));
        }
    }

    default boolean isDemanded() {
        return this instanceof Against;
    }

    /** What was accepted of a part. */
    default Optional<Digest> accepted(MeasuredPart part) {
        return switch (this) {
            case Not _ -> Optional.empty();
            case Against(var accepted) -> Optional.ofNullable(accepted.get(part));
        };
    }
}
