package oxt.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.plan.NetworkFiles;
import oxt.plan.Slot;

/** The network driver domain's agent, on the image built here, spoken to over its port. */
@Tag("guest")
class NetworkImageGuestTest {
    @TempDir Path folder;

    @Test
    void every_configuration_that_is_planned_is_taken_and_a_damaged_one_is_refused()
            throws IOException, InterruptedException {
        GuestImage image =
                new ImageBuilder(MinimalImageGuestTest.STATE)
                        .build(Recipe.NETWORK, BuildProgress.UNSEEN);
        try (var guest = new RawGuest(folder, arguments(image));
                SocketChannel port = guest.connect("network")) {
            var lines = new BufferedReader(Channels.newReader(port, StandardCharsets.US_ASCII));
            String first = lines.readLine();
            assertTrue(first.matches("READY [0-9a-f-]{36}"), first);
            NetworkFiles last = golden("network-no-clients");
            for (String name :
                    List.of(
                            "network-no-clients",
                            "network-rules",
                            "network-named-vm",
                            "network-host-allowed",
                            "network-two-clients")) {
                last = golden(name);
                send(port, last, last.digest().text());
                assertEquals("APPLIED " + last.digest(), answer(lines), name);
            }
            String wrong = "sha256:" + "0".repeat(64);
            send(port, last, wrong);
            assertEquals("REFUSED " + wrong + " the digest is another", answer(lines));
            var nonsense = new NetworkFiles(last.links(), "no rules at all", last.dnsmasq());
            send(port, nonsense, nonsense.digest().text());
            assertTrue(answer(lines).startsWith("REFUSED " + nonsense.digest() + " nft: "));
            write(port, "PING\n");
            assertEquals("PONG " + last.digest(), answer(lines));
        }
    }

    private List<String> arguments(GuestImage image) {
        var arguments = new ArrayList<>(RawGuest.direct(image, "oxt.name=net"));
        arguments.addAll(List.of("-device", "virtio-serial-pci"));
        arguments.addAll(
                List.of(
                        "-chardev",
                        "socket,id=network,server=on,wait=off,path=" + folder.resolve("network"),
                        "-device",
                        "virtserialport,chardev=network,name=oxt.network"));
        for (int slot = 0; slot < Slot.COUNT; slot++) {
            String device =
                    "virtio-net-pci,romfile=,mac=02:00:00:00:00:%02x,addr=%x.%x,multifunction=on";
            arguments.add("-device");
            arguments.add(String.format(Locale.ROOT, device, slot, 8 + slot / 8, slot % 8));
        }
        return arguments;
    }

    /** The golden file has all three, each after a line with its name. */
    private static NetworkFiles golden(String name) throws IOException {
        String text = Files.readString(Path.of("src/test/golden", name + ".txt"));
        String[] parts = text.split("(?m)^=== \\w+\n");
        return new NetworkFiles(parts[1], parts[2], parts[3]);
    }

    private static void send(SocketChannel port, NetworkFiles files, String digest)
            throws IOException {
        var talk = new StringBuilder("BEGIN " + digest + "\n");
        for (NetworkFiles.File file : files.files()) {
            talk.append("FILE ").append(file.head()).append(file.text()).append('\n');
        }
        write(port, talk + "APPLY " + digest + "\n");
    }

    private static void write(SocketChannel port, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            port.write(bytes);
        }
    }

    /** It goes on saying that it is ready until it has applied something. */
    private static String answer(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && line.startsWith("READY ")) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }
}
