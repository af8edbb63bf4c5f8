package oxt.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A driver domain whose agent says as much as it can, and never an end. */
@Tag("guest")
@Timeout(300)
class FloodingAgentGuestTest {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    /** A daemon with a few VMs has less than half of it. */
    private static final long MOST_KILOBYTES = 400 << 10;

    /** Lines as an agent's, a line without an end, and bytes of no alphabet. */
    private static final List<String> FLOODS =
            List.of(
                    "READY none\n".repeat(500),
                    "READY".repeat(1000),
                    "\u0000\u00ff\n".repeat(1000));

    @Test
    void an_agent_that_floods_is_not_listened_to_and_everything_else_goes_on()
            throws IOException, InterruptedException {
        try (World world = World.make()) {
            Path socket =
                    world.folder().resolve("run/vms/" + world.id(World.NET) + "/s/network.sock");
            for (String flood : FLOODS) {
                System.out.println("chaos: an agent that floods");
                AtomicLong sent = new AtomicLong();
                ServerSocketChannel[] server = new ServerSocketChannel[1];
                world.replaceDaemon(
                        () -> {
                            Files.deleteIfExists(socket);
                            server[0] = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                            server[0].bind(UnixDomainSocketAddress.of(socket));
                            Thread.ofVirtual().start(() -> serve(server[0], flood, sent));
                        });
                world.ask(Order.of("start"));
                world.await("it floods", () -> sent.get() > 0);
                world.awaitGuest(World.VM);
                world.ask(Order.of("stop"));
                world.awaitProper(Set.of("off"));
                long kilobytes = resident(world.daemon().pid());
                assertTrue(kilobytes < MOST_KILOBYTES, "the daemon has " + kilobytes + " kB");
                long before = sent.get();
                world.client().get("/v1/vms");
                server[0].close();
                assertTrue(before < 64 << 20, "it was listened to for " + before + " bytes");
            }
        }
    }

    private static void serve(ServerSocketChannel server, String flood, AtomicLong sent) {
        ByteBuffer bytes = ByteBuffer.wrap(flood.getBytes(StandardCharsets.ISO_8859_1));
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                while (true) {
                    sent.addAndGet(client.write(bytes.rewind()));
                }
            } catch (IOException hungUp) {
                // The daemon has heard enough.
            }
        }
    }

    private static long resident(long pid) throws IOException {
        Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        assertTrue(matcher.find(), "the daemon lives");
        return Long.parseLong(matcher.group(1));
    }
}
