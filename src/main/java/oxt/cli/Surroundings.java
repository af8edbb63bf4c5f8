package oxt.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the program was started with.
 *
 * @param folder that relative file names begin at
 */
record Surroundings(
        Output out,
        Output err,
        InputStream in,
        Input input,
        Map<String, String> environment,
        Path folder,
        Form form,
        Daemon daemon) {

    /** What replies are printed as. */
    enum Form {
        TEXT,
        JSON
    }

    /** Whether somebody is there who can be asked. */
    enum Input {
        PROGRAM,
        PERSON
    }

    Surroundings withoutColour() {
        return new Surroundings(
                out.withoutColour(),
                err.withoutColour(),
                in,
                input,
                environment,
                folder,
                form,
                daemon);
    }

    Surroundings asJson() {
        return new Surroundings(out, err, in, input, environment, folder, Form.JSON, daemon);
    }

    boolean isJson() {
        return form == Form.JSON;
    }

    boolean canAsk() {
        return input == Input.PERSON && err.isTerminal();
    }

    /** What is typed in answer to a question; nothing when the input has ended. */
    Optional<String> ask(String question) {
        out.flush();
        err.print(question).print(" ").flush();
        try {
            // Nobody else reads lines from the input, so the reader's own buffer loses nothing.
            String answer =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .readLine();
            return Optional.ofNullable(answer).map(String::strip);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
