import java.util.ArrayList;
import java.util.List;

/** What was measured again and again: the middle, and how far the runs lie apart. */
final class Times {
    private final List<Double> values = new ArrayList<>();

    /** What is timed. */
    interface Work {
        void run() throws Exception;
    }

    /** In milliseconds. */
    void time(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        add((System.nanoTime() - begin) / 1e6);
    }

    synchronized void add(double value) {
        values.add(value);
    }

    double median() {
        return quantile(0.5);
    }

    /** The smallest value that this part of all values does not exceed. */
    synchronized double quantile(double part) {
        List<Double> sorted = values.stream().sorted().toList();
        int index = (int) Math.ceil(part * sorted.size()) - 1;
        return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
    }

    /** The middle half's width, as a part of the median. */
    double spread() {
        return values.size() < 3 ? 0 : (quantile(0.75) - quantile(0.25)) / median();
    }

    synchronized int size() {
        return values.size();
    }
}
