package oxt.daemon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import oxt.api.Frame;
import oxt.api.Frame.Kind;
import oxt.api.Json;
import oxt.api.ProblemDocument;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Commands that run in guests for clients that listen: each ends when its client goes away. */
final class CommandRuns {
    /** Between looks whether the client is still there. */
    private static final Duration READ_PATIENCE = Duration.ofMillis(500);

    private final Map<String, Agent.Command> commands = new ConcurrentHashMap<>();

    /** A Missing where there is none, or none any more. */
    Agent.Command require(String id) {
        Agent.Command command = commands.get(id);
        if (command == null) {
            throw new ProblemException(
                    new Problem.Missing(
                            "no-such-run",
                            "There is no command " + id + " that runs.",
                            "Its id is the first that its own reply says."));
        }
        return command;
    }

    /** Tells the client all that comes of a command, and ends it when either has enough. */
    void tell(Agent.Command command, OutputStream out, Hangup hangup)
            throws IOException, InterruptedException {
        String id = HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
        commands.put(id, command);
        try (command) {
            send(out, Kind.ID, id);
            int status = follow(command, out, hangup);
            if (status >= 0) {
                send(out, Kind.STATUS, Integer.toString(status));
            }
        } catch (EngineException e) {
            problems(out, List.of(e.problem()));
        } finally {
            commands.remove(id);
        }
    }

    /** A client that has gone is noticed when there is more to say. */
    static void note(OutputStream out, String sentence) {
        try {
            send(out, Kind.NOTE, sentence);
        } catch (IOException gone) {
            System.getLogger(CommandRuns.class.getName())
                    .log(System.Logger.Level.DEBUG, "a client has gone", gone);
        }
    }

    static void problems(OutputStream out, List<Problem> problems) throws IOException {
        send(out, Kind.PROBLEM, Json.write(ProblemDocument.LIST.write(problems)));
    }

    /** The status, or -1 where the client has gone. */
    private static int follow(Agent.Command command, OutputStream out, Hangup hangup)
            throws EngineException, IOException, InterruptedException {
        while (!hangup.isGone()) {
            Optional<Agent.Said> said = command.next(READ_PATIENCE);
            if (said.isEmpty()) {
                continue;
            }
            switch (said.get()) {
                case Agent.Said.Written(var stream, var piece) ->
                        send(
                                out,
                                stream == Agent.Stream.OUTPUT ? Kind.OUT : Kind.ERR,
                                piece.bytes());
                case Agent.Said.Ended(var status) -> {
                    return status;
                }
            }
        }
        return -1;
    }

    private static void send(OutputStream out, Kind kind, String text) throws IOException {
        send(out, kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(OutputStream out, Kind kind, byte[] bytes) throws IOException {
        out.write(new Frame(kind, bytes.length).head());
        out.write(bytes);
        out.flush();
    }
}
