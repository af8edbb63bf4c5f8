package oxt.store;

/** The number of a plan in the journal; later plans have higher ones. */
public record PlanId(long number) {
    @Override
    public String toString() {
        return Long.toString(number);
    }
}
