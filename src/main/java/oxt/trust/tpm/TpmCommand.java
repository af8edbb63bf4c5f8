package oxt.trust.tpm;

import java.util.List;

/**
 * Something to ask of a TPM, and how its answer is read (part 3).
 *
 * @param <A> what it answers
 */
public interface TpmCommand<A> {

    /** TPM_CC; part 2, 6.5.2. */
    int code();

    /** As people who read the specification know it. */
    default String word() {
        return "TPM2_" + getClass().getSimpleName();
    }

    default List<Entity> entities() {
        return List.of();
    }

    /** So many of the entities, from the first on, want to know who asks. */
    default int authorized() {
        return 0;
    }

    default void parameters(TpmWriter out) {}

    /** Whether the answer begins with the handle of something that was made. */
    default Making making() {
        return Making.NOTHING;
    }

    enum Making {
        NOTHING,
        SOMETHING
    }

    /**
     * @param made the handle of what was made; 0 where nothing was
     */
    A answer(long made, TpmReader parameters);

    /** One whose answer is that it was done. */
    interface Order extends TpmCommand<Done> {
        @Override
        default Done answer(long made, TpmReader parameters) {
            return Done.DONE;
        }
    }

    enum Done {
        DONE
    }
}
