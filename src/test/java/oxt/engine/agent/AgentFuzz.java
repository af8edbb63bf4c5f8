package oxt.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Optional;

/** All that guests say to the daemon's agents' ends. */
public final class AgentFuzz {
    private AgentFuzz() {}

    /** A driver domain's agent. */
    public static void network(byte[] bytes) throws IOException {
        Lines lines =
                new Lines(
                        Channels.newChannel(new ByteArrayInputStream(bytes)),
                        AgentMessage.LONGEST_LINE);
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                check(line.get(), AgentMessage.parse(line.get()));
            }
        } catch (Lines.TooLongException tooLong) {
            assertTrue(bytes.length > AgentMessage.LONGEST_LINE);
        }
    }

    /** Each has one way to be written, and that is what was read. */
    private static void check(String line, AgentMessage message) {
        switch (message) {
            case AgentMessage.Ready(var boot) -> assertEquals(line, "READY " + boot);
            case AgentMessage.Applied(var digest) -> assertEquals(line, "APPLIED " + digest);
            case AgentMessage.Refused(var digest, var reason) ->
                    assertEquals(line, "REFUSED " + digest + " " + reason);
            case AgentMessage.Pong(var digest) ->
                    assertEquals(line, "PONG " + digest.map(Object::toString).orElse("none"));
            case AgentMessage.Garbage _ -> {}
        }
    }
}
