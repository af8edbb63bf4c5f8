package oxt.console;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import oxt.api.ErrorTable;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;

/** The program {@code oxt-console}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) throws InterruptedException {
        // Two libraries would say on each start that there is no logging library.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        if (List.of(words).contains("--help")) {
            System.out.print(Settings.HELP);
            return;
        }
        Settings defaults = Settings.defaults(System.getenv(), System.getProperty("user.name", ""));
        switch (Settings.read(List.of(words), defaults)) {
            case Reading.Bad<Settings>(var problems) -> fail(problems);
            case Reading.Good<Settings>(var settings) -> serve(settings);
        }
    }

    private static void serve(Settings settings) throws InterruptedException {
        try {
            ConsoleServer server = ConsoleServer.open(settings, InstantSource.system());
            System.err.println("The console is at " + server.address() + "/.");
        } catch (ProblemException problem) {
            fail(problem.problems());
        }
        new CountDownLatch(1).await();
    }

    private static void fail(List<Problem> problems) {
        problems.forEach(
                problem ->
                        System.err.println(
                                "oxt-console: " + problem.what() + " " + problem.remedy()));
        System.exit(ErrorTable.exit(problems.getFirst()));
    }
}
