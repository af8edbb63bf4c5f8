import java.util.ArrayList;
import java.util.List;

/** Times in milliseconds, and their median. */
final class Times {
    private final List<Double> millis = new ArrayList<>();

    /** What is timed. */
    interface Work {
        void run() throws Exception;
    }

    void time(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        add(System.nanoTime() - begin);
    }

    void add(long nanos) {
        millis.add(nanos / 1e6);
    }

    double median() {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
