package oxt.trust.tpm;

/**
 * Something to ask of a TPM, and how its answer is read (part 3).
 *
 * @param <A> what it answers
 */
public interface TpmCommand<A> {

    Head head();

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
