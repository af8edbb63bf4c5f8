package oxt.plan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import oxt.model.Digest;

/** A network configuration as the texts that a driver domain's agent stores and applies. */
public record NetworkFiles(String links, String nft, String dnsmasq) {
    /** The agent takes no larger one. */
    public static final int LARGEST_FILE = 1 << 20;

    /** Its bytes are ASCII: names, numbers and keywords. */
    public record File(String name, String text) {
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        /** The line that announces it; without the word FILE also part of the digest. */
        public String head() {
            return name + " " + bytes().length + "\n";
        }
    }

    public static NetworkFiles of(NetworkConfig config) {
        return new NetworkFiles(links(config), NftText.of(config), DnsmasqText.of(config));
    }

    /** In the order in which they are sent and go into the digest. */
    public List<File> files() {
        return List.of(
                new File("links", links), new File("nft", nft), new File("dnsmasq", dnsmasq));
    }

    /** Of every file's head and bytes. */
    public Digest digest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (File file : files()) {
            all.writeBytes(file.head().getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(file.bytes());
        }
        return Digest.of(all.toByteArray());
    }

    private static String links(NetworkConfig config) {
        StringBuilder text = new StringBuilder();
        for (NetworkConfig.Client client : config.clients()) {
            text.append(
                    "%d %s %s/%d\n"
                            .formatted(
                                    client.slot(),
                                    client.gatewayMac(),
                                    client.gatewayAddress(),
                                    client.subnet().prefix()));
        }
        return text.toString();
    }
}
