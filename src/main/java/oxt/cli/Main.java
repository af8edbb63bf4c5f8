package oxt.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import oxt.client.HttpClient;
import oxt.client.SocketPath;

/** The program {@code oxt}. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        Exit exit = new Program(surroundings(System.getenv())).run(List.of(words));
        // Not exit: it sets up logging only to log itself, which costs 5 ms. All is written by now,
        // and
        // what had a shutdown hook has put back what it changed.
        Runtime.getRuntime().halt(exit.code());
    }

    static Surroundings surroundings(Map<String, String> environment) {
        return new Surroundings(
                output(FileDescriptor.out, 1, environment),
                output(FileDescriptor.err, 2, environment),
                new FileInputStream(FileDescriptor.in),
                Terminal.is(0) ? Surroundings.Input.PERSON : Surroundings.Input.PROGRAM,
                environment,
                Path.of(""),
                Surroundings.Form.TEXT,
                new Daemon(new HttpClient(SocketPath.of(environment))));
    }

    private static Output output(
            FileDescriptor descriptor, int number, Map<String, String> environment) {
        Output.Reader reader =
                !Terminal.is(number)
                        ? Output.Reader.PROGRAM
                        : isColourWanted(environment)
                                ? Output.Reader.PERSON
                                : Output.Reader.PERSON_WITHOUT_COLOUR;
        return new Output(new FileOutputStream(descriptor), reader, Terminal::columns);
    }

    /** See no-color.org; and a dumb terminal shows control sequences as they are. */
    private static boolean isColourWanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }
}
