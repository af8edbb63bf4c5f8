package oxt.cli;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import oxt.api.Bounds;
import oxt.api.Enrolment;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.QuoteRequest;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** The commands of {@code oxt launch} by which a machine proves what it booted. */
final class EvidenceCommands {
    private static final Option.Valued NONCE =
            new Option.Valued(
                    "--nonce",
                    "",
                    "HEX",
                    "16 to 32 bytes from whoever verifies, used once.",
                    new Completion.Nothing());
    private static final Option.Valued VM =
            new Option.Valued(
                    "--vm",
                    "",
                    "NAME",
                    "A VM that runs, and that the evidence is for as well.",
                    new Completion.VmNames());
    private static final Option.Valued POLICY_VERSION =
            new Option.Valued(
                    "--policy-version",
                    "",
                    "NUMBER",
                    "By which the VM is to be judged; 1 without.",
                    new Completion.Nothing());
    private static final Option.Flag FILES =
            new Option.Flag(
                    "--files", "", "With the list of the files that the kernel measured (IMA).");
    private static final Option.Valued MAKERS =
            new Option.Valued(
                    "--ca",
                    "",
                    "FILE",
                    "Certificates of makers in PEM, one of which has to vouch for the TPM.",
                    new Completion.Files());

    /** A TPM takes seconds to make a key. */
    private static final Duration SLOW = Duration.ofMinutes(2);

    private EvidenceCommands() {}

    static List<Branch> branches() {
        return List.of(
                new Branch.Command(
                        "quote",
                        "Make evidence of this boot, signed by the TPM, for oxt verify elsewhere.",
                        "The evidence is one JSON document: docs/reference/evidence.md.",
                        List.of(),
                        Commands.plain(NONCE, VM, POLICY_VERSION, FILES),
                        List.of(
                                "oxt launch quote --nonce 5f... > evidence.json",
                                "oxt launch quote --nonce 5f... --vm work --policy-version 3",
                                "oxt launch quote --nonce 5f... --files"),
                        EvidenceCommands::quote),
                new Branch.Command(
                        "keys",
                        "Print the keys of this machine's TPM, for whoever is to enrol it.",
                        "",
                        List.of(),
                        Commands.plain(),
                        List.of("oxt launch keys > keys.json"),
                        EvidenceCommands::keys),
                new Branch.Command(
                        "challenge",
                        "Make a challenge that only a TPM with both of these keys can answer.",
                        "Where one verifies: needs no daemon and no TPM. Keep the challenge; the"
                                + " machine gets a copy.",
                        List.of(Argument.file("Keys, as oxt launch keys printed them.")),
                        Commands.plain(),
                        List.of("oxt launch challenge keys.json > challenge.json"),
                        EvidenceCommands::challenge),
                new Branch.Command(
                        "activate",
                        "Have this machine's TPM answer a challenge.",
                        "",
                        List.of(Argument.file("A challenge, as oxt launch challenge made it.")),
                        Commands.plain(),
                        List.of("oxt launch activate challenge.json > answer.json"),
                        EvidenceCommands::activate),
                new Branch.Command(
                        "enroll",
                        "Print a machine's key for oxt verify, where its TPM answered.",
                        "Where one verifies: needs no daemon and no TPM. Without --ca nobody"
                                + " vouches for the TPM itself: then the endorsement key has to be"
                                + " known to be the machine's.",
                        List.of(
                                Argument.file("The challenge that was kept."),
                                new Argument(
                                        "ANSWER",
                                        Argument.Count.ONE,
                                        "What the machine answered.",
                                        new Completion.Files())),
                        Commands.plain(MAKERS),
                        List.of("oxt launch enroll challenge.json answer.json > key.json"),
                        EvidenceCommands::enroll));
    }

    private static Exit quote(Words words, Surroundings around) {
        String nonce =
                words.value(NONCE)
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                new Problem.Invalid(
                                                        "nonce-needed",
                                                        "Evidence is made for a nonce of whoever"
                                                                + " verifies it.",
                                                        "Write it behind --nonce; openssl rand -hex"
                                                                + " 32 makes one.")));
        Node.Mapping request =
                QuoteRequest.written(
                        nonce,
                        words.value(VM),
                        words.value(POLICY_VERSION).map(EvidenceCommands::number));
        return post("quote", words.has(FILES) ? QuoteRequest.withFiles(request) : request, around);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "number-invalid",
                            "A policy's version is a whole number.",
                            "Write the version that stands in the policy."));
        }
    }

    private static Exit keys(Words words, Surroundings around) {
        around.out().line(around.daemon().ask(Request.get("/v1/launch/keys").longer(SLOW)).text());
        return Exit.DONE;
    }

    private static Exit activate(Words words, Surroundings around) {
        String text =
                new String(bytes(words.first(), "a challenge", around), StandardCharsets.UTF_8);
        return post("activate", Json.read(text, Bounds.REQUEST).orThrow(), around);
    }

    private static Exit post(String what, Node body, Surroundings around) {
        Request request =
                Request.of(Request.Method.POST, "/v1/launch/" + what)
                        .with(new Request.Body.Json(Json.write(body)))
                        .longer(SLOW);
        around.out().line(around.daemon().ask(request).text());
        return Exit.DONE;
    }

    private static Exit challenge(Words words, Surroundings around) {
        byte[] random = new byte[3 * Enrolment.CHANCE];
        new SecureRandom().nextBytes(random);
        byte[] keys = bytes(words.first(), "the keys of a TPM", around);
        return print(Enrolment.challenge(keys, random).orThrow(), around);
    }

    private static Exit enroll(Words words, Surroundings around) {
        byte[] challenge = bytes(words.first(), "a challenge", around);
        byte[] answer = bytes(words.rest().getFirst(), "an answer", around);
        Optional<byte[]> makers =
                words.value(MAKERS).map(name -> bytes(name, "certificates in PEM", around));
        return print(Enrolment.enrol(challenge, answer, makers, Instant.now()).orThrow(), around);
    }

    private static Exit print(Node document, Surroundings around) {
        around.out().line(Json.write(document));
        return Exit.DONE;
    }

    private static byte[] bytes(String name, String content, Surroundings around) {
        return DocumentFile.bytes(
                around.folder().resolve(name), Bounds.REQUEST.characters() + 1, content);
    }
}
