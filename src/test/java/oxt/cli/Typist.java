package oxt.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import oxt.client.HttpClient;

/**
 * Somebody, or a program, that types command lines and reads what comes back.
 *
 * @param answers what is typed on the standard input
 */
record Typist(
        Path run,
        Output.Reader reader,
        Surroundings.Input input,
        String answers,
        Map<String, String> environment) {

    /** What was printed, and the exit code. */
    record Seen(int exit, String out, String err) {}

    /** Output goes to files, and nobody is asked. */
    static Typist program(Path run) {
        return new Typist(run, Output.Reader.PROGRAM, Surroundings.Input.PROGRAM, "", Map.of());
    }

    /** At a terminal without colours. */
    static Typist person(Path run) {
        return new Typist(
                run, Output.Reader.PERSON_WITHOUT_COLOUR, Surroundings.Input.PERSON, "", Map.of());
    }

    Typist answering(String text) {
        return new Typist(run, reader, input, text, environment);
    }

    Typist with(String variable, String value) {
        return new Typist(run, reader, input, answers, Map.of(variable, value));
    }

    Seen type(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings around =
                new Surroundings(
                        new Output(out, reader, () -> 80),
                        new Output(err, reader, () -> 80),
                        new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)),
                        input,
                        environment,
                        run,
                        Surroundings.Form.TEXT,
                        new Daemon(new HttpClient(run.resolve("api.sock"))));
        Exit exit = new Program(around).run(List.of(words));
        return new Seen(
                exit.code(),
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
