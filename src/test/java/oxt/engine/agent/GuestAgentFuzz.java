package oxt.engine.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.host.FileTree;

/** What a guest's agent says while a command runs in the guest. */
public final class GuestAgentFuzz {
    /** Never used up: the guest hangs up when it has said its lines. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** More than the pieces that a guest has credit for. */
    private static final int MOST_SAID = 2 * GuestCommand.CREDIT;

    private GuestAgentFuzz() {}

    /** Lines; a # in them is the number of the command. */
    public static void command(byte[] bytes)
            throws IOException, EngineException, InterruptedException {
        String said = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String line : said.split("\n", -1)) {
            assertTrue(GuestMessage.parse(line.replace("#", "7")) != null);
        }
        Path folder = Files.createTempDirectory("oxt");
        try (FakeAgent fake = new FakeAgent(folder.resolve("s"));
                GuestAgent agent = new GuestAgent("work", folder.resolve("s"))) {
            agent.join();
            FakeAgent.Guest guest = fake.guest();
            guest.say("READY 1b4e28ba-2fa1-11d2-883f-0016d3cca427");
            assertTrue(agent.await(PATIENCE) == Agent.Presence.ANSWERS);
            try (Agent.Command command = agent.run(List.of("true"), Agent.Input.CLOSED)) {
                guest.say(said.replace("#", number(guest)));
                guest.channel().close();
                hear(command);
            } catch (EngineException lost) {
                String code = lost.problem().code();
                assertTrue(code.startsWith("guest-agent-"), code);
            }
        } finally {
            FileTree.remove(folder);
        }
    }

    /** The command's number, behind a question whether the agent is there. */
    private static String number(FakeAgent.Guest guest) throws IOException {
        for (String line = guest.hear(); true; line = guest.hear()) {
            if (line.startsWith("RUN ")) {
                return line.split(" ")[1];
            }
        }
    }

    private static void hear(Agent.Command command) throws EngineException, InterruptedException {
        for (int count = 0; count <= MOST_SAID; count++) {
            Optional<Agent.Said> said = command.next(PATIENCE);
            assertTrue(said.isPresent(), "it waits for a guest that has gone");
            if (said.get() instanceof Agent.Said.Ended) {
                return;
            }
        }
        throw new AssertionError("more than there is credit for");
    }
}
