import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Verdicts a second and processor, beside the cryptography alone and beside tpm2-tools. */
final class Verify {
    private static final int ROUNDS = 5;
    private static final int PROCESSES = 30;
    private static final double AT_LEAST_OF_CRYPTOGRAPHY = 0.5;
    private static final double QUOTES_TO_PASS = 2_500;
    private static final double MEGABYTES_TO_REACH = 100;
    private static final String NONCE =
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private final Path home;
    private final Map<String, Times> figures = new HashMap<>();

    Verify(Path home) {
        this.home = home;
    }

    List<Row> rows() throws Exception {
        Process ours =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                home.resolve("scripts/bench/Verifications.java").toString(),
                                home.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = ours.inputReader();
                BufferedWriter in = ours.outputWriter()) {
            take(out, "ready");
            Bench.note("verifications, " + ROUNDS + " rounds");
            for (int round = 0; round < ROUNDS; round++) {
                in.write("round\n");
                in.flush();
                take(out, "done");
                openssl();
            }
            in.newLine();
        } finally {
            ours.destroy();
        }
        tools();
        return shown();
    }

    private void take(BufferedReader out, String last) throws Exception {
        String line = out.readLine();
        while (line != null && !line.startsWith(last)) {
            String[] words = line.split(" ");
            add(words[0], Double.parseDouble(words[1]));
            line = out.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the verifier ended");
        }
    }

    /** By processor time, as openssl counts: what others on this machine do changes little. */
    private void openssl() throws Exception {
        for (String line : run("openssl", "speed", "-mr", "-seconds", "1", "rsa2048", "ecdsap256")) {
            String[] fields = line.split(":");
            if (line.startsWith("+F2:")) {
                add("openssl-rsa", Double.parseDouble(fields[4]));
            } else if (line.startsWith("+F4:")) {
                add("openssl-ecdsa", Double.parseDouble(fields[4]));
            }
        }
        for (String line :
                run("openssl", "speed", "-mr", "-seconds", "1", "-bytes", "64", "-evp", "sha256")) {
            if (line.startsWith("+F:")) {
                add("openssl-digest", Double.parseDouble(line.split(":")[3]) / 64);
            }
        }
    }

    private void tools() throws Exception {
        if (!Files.exists(Path.of("/usr/bin/tpm2_checkquote"))) {
            Bench.note("without tpm2-tools, which are not on this machine");
            return;
        }
        String quotes = home.resolve("src/test/resources/quotes").toString();
        String log = home.resolve("src/test/resources/corpus/event-log/grub-secure-boot").toString();
        Times check = new Times();
        Times parse = new Times();
        for (int count = 0; count < PROCESSES; count++) {
            check.time(
                    () ->
                            run(
                                    "tpm2_checkquote",
                                    "-u",
                                    quotes + "/ecdsa.pub",
                                    "-m",
                                    quotes + "/ecdsa.attest",
                                    "-s",
                                    quotes + "/ecdsa.sig",
                                    "-q",
                                    NONCE));
            parse.time(() -> run("tpm2_eventlog", log));
        }
        add("tools-check", 1_000 / check.median());
        add("tools-parse", 1_000 / parse.median());
    }

    private List<Row> shown() {
        double logBytes = median("log");
        List<Row> rows = new ArrayList<>();
        rows.add(beside("verify-rsa", "rsa", "openssl-rsa"));
        rows.add(beside("verify-ecdsa", "ecdsa", "openssl-ecdsa"));
        rows.add(signatureOnly("verify-rsa-signature", "rsa", "openssl-rsa"));
        rows.add(signatureOnly("verify-ecdsa-signature", "ecdsa", "openssl-ecdsa"));
        rows.add(told("verify-rsa-jdk", "jdk-rsa"));
        rows.add(told("verify-ecdsa-jdk", "jdk-ecdsa"));
        rows.add(
                Row.of(
                        "verify-document",
                        figures.get("document"),
                        "/s",
                        peer("tpm2_checkquote", "tools-check", 1),
                        new Row.Bound.AtLeast(QUOTES_TO_PASS)));
        Times parse = new Times();
        parse.add(median("parse") * logBytes / 1e6);
        rows.add(
                Row.once(
                        "log-parse",
                        parse.median(),
                        "MB/s",
                        peer("tpm2_eventlog", "tools-parse", logBytes / 1e6),
                        new Row.Bound.AtLeast(MEGABYTES_TO_REACH)));
        return rows;
    }

    /** The signature, each extended register, and the digests of the quote and of the registers. */
    private Row beside(String name, String ours, String signature) {
        double digests = (median("extends") + 2) / median("openssl-digest");
        double alone = 1 / (1 / median(signature) + digests);
        return Row.of(
                name,
                figures.get(ours),
                "/s",
                new Row.Peer("cryptography alone", alone),
                new Row.Bound.RatioAtLeast(AT_LEAST_OF_CRYPTOGRAPHY));
    }

    private Row signatureOnly(String name, String ours, String signature) {
        return Row.of(
                name,
                figures.get(ours),
                "/s",
                new Row.Peer("signature alone", median(signature)),
                new Row.Bound.Told());
    }

    private Row told(String name, String figure) {
        return Row.of(name, figures.get(figure), "/s", Row.Peer.NONE, new Row.Bound.Told());
    }

    private Row.Peer peer(String name, String figure, double factor) {
        return figures.containsKey(figure)
                ? new Row.Peer(name, median(figure) * factor)
                : Row.Peer.NONE;
    }

    private double median(String figure) {
        return figures.get(figure).median();
    }

    private void add(String figure, double value) {
        figures.computeIfAbsent(figure, name -> new Times()).add(value);
    }

    private static List<String> run(String... words) throws Exception {
        Process process =
                new ProcessBuilder(words)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> lines = new ArrayList<>(process.inputReader().lines().toList());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", words) + " did not work");
        }
        return lines;
    }
}
