package oxt.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.opentest4j.MultipleFailuresError;

/**
 * Two worlds, a processor each, that share what there is to do; one that was broken is replaced.
 */
final class Lanes implements AutoCloseable {
    private static final int COUNT = 2;

    private final ConcurrentLinkedQueue<World> idle = new ConcurrentLinkedQueue<>();

    /** One thing that is done in a world of its own for the while. */
    interface Work<T> {
        void run(World world, T item) throws Exception;
    }

    /** Does the work for each item, and then fails with all that failed. */
    <T> void each(String name, List<T> items, Work<T> work) throws InterruptedException {
        var left = new ConcurrentLinkedQueue<>(items);
        var failures = new ConcurrentLinkedQueue<Throwable>();
        List<Thread> threads = new ArrayList<>();
        for (int lane = 0; lane < COUNT; lane++) {
            threads.add(
                    Thread.ofPlatform()
                            .name(name + " " + lane)
                            .start(
                                    () -> {
                                        for (T item = left.poll();
                                                item != null;
                                                item = left.poll()) {
                                            one(name, item, work, failures);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new MultipleFailuresError(name, new ArrayList<>(failures));
        }
    }

    private <T> void one(
            String name, T item, Work<T> work, ConcurrentLinkedQueue<Throwable> failures) {
        long begin = System.nanoTime();
        try {
            World world = take();
            try {
                work.run(world, item);
                idle.add(world);
            } catch (Throwable failure) {
                world.close();
                throw failure;
            }
            System.out.println(
                    "chaos: " + name + ", " + item + ": " + millis(begin) + "ms, as it should be");
        } catch (Throwable failure) {
            System.out.println("chaos: " + name + ", " + item + ": " + failure.getMessage());
            failures.add(new AssertionError(name + ", " + item + ": " + failure, failure));
        }
    }

    private static long millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private World take() throws IOException, InterruptedException {
        World world = idle.poll();
        if (world == null) {
            world = World.make();
            world.proper().learnMore();
        }
        return world;
    }

    /** One world, for something that is done once. */
    <T> void once(String name, Work<String> work) throws InterruptedException {
        each(name, List.of("once"), work);
    }

    @Override
    public void close() throws IOException {
        for (World world = idle.poll(); world != null; world = idle.poll()) {
            world.close();
        }
    }
}
