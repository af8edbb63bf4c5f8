import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.api.EvidenceDocument;
import oxt.api.Json;
import oxt.host.crypto.LibCrypto;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.evidence.BootPolicy;
import oxt.trust.evidence.Evidence;
import oxt.trust.evidence.PolicyOfLog;
import oxt.trust.evidence.Question;
import oxt.trust.evidence.Verdict;
import oxt.trust.evidence.Verifier;
import oxt.trust.tpm.JdkSignatures;
import oxt.trust.tpm.SignatureCheck;

/**
 * One round of verifications for each line on standard input, on one thread. A process of its own,
 * as the bench runs without the second JIT compiler, and a verifier of a fleet would not.
 */
final class Verifications {
    private static final long ROUND_NANOS = 1_000_000_000L;

    private final Path resources;
    private final Bytes log;
    private final BootPolicy policy;

    private Verifications(Path resources) throws Exception {
        this.resources = resources;
        this.log = file("corpus/event-log/grub-secure-boot");
        this.policy = PolicyOfLog.of(EventLogReader.read(log).orThrow(), HashAlgorithm.SHA256);
    }

    private interface Work {
        void run();
    }

    public static void main(String[] words) throws Exception {
        new Verifications(Path.of(words[0], "src/test/resources")).rounds();
    }

    private void rounds() throws Exception {
        SignatureCheck openssl = LibCrypto.find().orElseGet(JdkSignatures::new);
        Evidence rsa = evidence("rsassa");
        Evidence ecdsa = evidence("ecdsa");
        String text = Json.write(EvidenceDocument.SHAPE.write(ecdsa));
        Map<String, Work> works =
                new TreeMap<>(
                        Map.of(
                                "rsa", () -> verify(rsa, openssl),
                                "ecdsa", () -> verify(ecdsa, openssl),
                                "jdk-rsa", () -> verify(rsa, new JdkSignatures()),
                                "jdk-ecdsa", () -> verify(ecdsa, new JdkSignatures()),
                                "document",
                                        () ->
                                                verify(
                                                        EvidenceDocument.read(text).orThrow(),
                                                        openssl),
                                "parse", () -> EventLogReader.read(log).orThrow()));
        System.out.println("log " + log.length());
        EventLog read = EventLogReader.read(log).orThrow();
        System.out.println(
                "extends " + read.events().stream().filter(LoggedEvent::extendsRegister).count());
        works.forEach((name, work) -> persecond(work));
        System.out.println("ready 0");
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine() && !lines.nextLine().isEmpty()) {
            works.forEach((name, work) -> System.out.println(name + " " + persecond(work)));
            System.out.println("done 0");
        }
    }

    private static double persecond(Work work) {
        long begin = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begin < ROUND_NANOS) {
            work.run();
            count++;
        }
        return count * 1e9 / (System.nanoTime() - begin);
    }

    private void verify(Evidence evidence, SignatureCheck check) {
        Question question =
                new Question(
                        policy,
                        Optional.of(evidence.nonce()),
                        Optional.of(evidence.key()),
                        Optional.empty());
        if (!(new Verifier(check).verify(evidence, question) instanceof Verdict.Trusted)) {
            throw new AssertionError("a real quote is not trusted");
        }
    }

    private Evidence evidence(String key) throws Exception {
        Bytes sized = file("quotes/" + key + ".pub");
        return new Evidence(
                Bytes.ofHex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
                file("quotes/" + key + ".attest"),
                file("quotes/" + key + ".sig"),
                sized.slice(Short.BYTES, sized.length() - Short.BYTES),
                registers(),
                Optional.of(log),
                Optional.empty());
    }

    private PcrBank registers() throws Exception {
        SortedMap<Pcr, Bytes> values = new TreeMap<>();
        for (String line : Files.readAllLines(resources.resolve("quotes/registers"))) {
            String[] words = line.split(" ");
            Pcr pcr = new Pcr(Integer.parseInt(words[1]));
            if (words[0].equals("sha256") && (pcr.index() < 10 || pcr.index() == 14)) {
                values.put(pcr, Bytes.ofHex(words[2]));
            }
        }
        return new PcrBank(HashAlgorithm.SHA256, values);
    }

    private Bytes file(String name) throws Exception {
        return Bytes.of(Files.readAllBytes(resources.resolve(name)));
    }
}
