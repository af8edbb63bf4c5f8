package oxt.engine.qemu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import oxt.engine.EngineException;
import oxt.engine.agent.Lines;

/** All that a QEMU, which its guest may have taken over, says on its monitor. */
public final class MonitorFuzz {
    /** Never used up: the other side hangs up when it has said its lines. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Set<String> ENDS = Set.of("qemu-gone", "qemu-garbled", "qemu-refused");

    private MonitorFuzz() {}

    /** A line as the greeting, then one for each command, as far as they go. */
    public static void talk(byte[] bytes) throws IOException, InterruptedException {
        try {
            Lines lines =
                    new Lines(
                            Channels.newChannel(new ByteArrayInputStream(bytes)), Qmp.LONGEST_LINE);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                assertTrue(QmpMessage.parse(line.get()) != null);
            }
        } catch (Lines.TooLongException tooLong) {
            assertTrue(bytes.length > Qmp.LONGEST_LINE);
        }
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        try (FakeMonitor monitor = new FakeMonitor(fake -> play(fake, lines));
                Qmp qmp = Qmp.open("VM work", monitor.connect(), _ -> {}, PATIENCE)) {
            assertTrue(Machines.status(qmp.call("query-status", PATIENCE)) != null);
        } catch (EngineException refused) {
            String code = refused.problem().code();
            assertTrue(ENDS.contains(code), code);
        }
    }

    /** Waits for the next command where there must be one: behind what answers the last. */
    private static void play(FakeMonitor monitor, String[] lines) throws IOException {
        long asked = 0;
        for (String line : lines) {
            monitor.say(line + "\n");
            boolean answered =
                    switch (QmpMessage.parse(line)) {
                        case QmpMessage.Greeting _ -> asked == 0;
                        case QmpMessage.Answer(var id, _) -> id == asked && asked > 0;
                        case QmpMessage.Refusal(var id, _) -> id == asked && asked > 0;
                        case QmpMessage.Event _, QmpMessage.Garbage _ -> false;
                    };
            if (answered) {
                asked++;
                if (monitor.hear().isEmpty()) {
                    break;
                }
            }
        }
        monitor.hangUp();
    }
}
