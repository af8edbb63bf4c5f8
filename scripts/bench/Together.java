import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several clients at once. */
final class Together {
    private Together() {}

    interface Client {
        void run(int number) throws Exception;
    }

    /** Returns when all have ended; the first that broke is thrown. */
    static void run(int clients, Client client) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(
                        threads.submit(
                                () -> {
                                    client.run(number);
                                    return number;
                                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
