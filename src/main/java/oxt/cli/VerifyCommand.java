package oxt.cli;

import java.util.List;
import java.util.Optional;
import oxt.api.EvidenceDocument;
import oxt.api.Json;
import oxt.api.VerdictReply;
import oxt.api.Verification;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** {@code oxt verify}: judges a machine by its evidence, without asking it or any daemon. */
final class VerifyCommand {
    private static final Exit CHANGED = new Exit(1);
    private static final Exit UNPROVEN = new Exit(2);
    private static final String INDENT = "  ";

    private static final Option.Valued POLICY =
            file("--policy", "What the machine may have booted; oxt launch policy makes one.");
    private static final Option.Valued KEY =
            file("--ak", "The machine's attestation key; oxt launch enroll makes the file.");
    private static final Option.Valued AFTER =
            file("--after", "Evidence of the same machine, than which this has to be later.");
    private static final Option.Valued NONCE =
            new Option.Valued(
                    "--nonce",
                    "",
                    "HEX",
                    "The nonce that the machine was given.",
                    new Completion.Nothing());

    private VerifyCommand() {}

    private static Option.Valued file(String name, String description) {
        return new Option.Valued(name, "", "FILE", description, new Completion.Files());
    }

    static Branch.Command command() {
        return new Branch.Command(
                "verify",
                "Judge a machine by evidence of what it booted: trusted, changed or unproven.",
                "Trusted: it booted what the policy allows. Changed: it proves that it booted"
                        + " something else, and which events. Unproven: it proves nothing, and why."
                        + " Needs no daemon and no TPM. The exit status is 0 when trusted, 1 when"
                        + " changed, 2 when unproven; other numbers are problems.",
                List.of(Argument.file("Evidence, as oxt launch quote made it.")),
                Commands.reading(POLICY, KEY, NONCE, AFTER),
                List.of(
                        "oxt verify evidence.json --policy policy.yaml --ak key.json --nonce 5f..."),
                VerifyCommand::verify);
    }

    private static Exit verify(Words words, Surroundings around) {
        VerdictReply verdict =
                verification(words, around).of(bytes(words.first(), "evidence", around)).orThrow();
        if (around.isJson()) {
            around.out().line(Json.write(VerdictReply.SHAPE.write(verdict)));
        } else {
            print(verdict, around.out());
        }
        return switch (verdict.verdict()) {
            case VerdictReply.TRUSTED -> Exit.DONE;
            case VerdictReply.CHANGED -> CHANGED;
            default -> UNPROVEN;
        };
    }

    private static Verification verification(Words words, Surroundings around) {
        Optional<String> policy = words.value(POLICY);
        if (policy.isEmpty()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "policy-needed",
                            "Nobody says what the machine may have booted.",
                            "Name a policy with --policy; oxt launch policy makes one."));
        }
        Verification verification =
                Verification.by(bytes(policy.get(), "a boot policy", around)).orThrow();
        Optional<String> nonce = words.value(NONCE);
        if (nonce.isPresent()) {
            verification = verification.withNonce(nonce.get()).orThrow();
        }
        Optional<String> key = words.value(KEY);
        if (key.isPresent()) {
            byte[] document = bytes(key.get(), "an attestation key", around);
            verification = verification.withKey(document).orThrow();
        }
        Optional<String> earlier = words.value(AFTER);
        if (earlier.isPresent()) {
            byte[] evidence = bytes(earlier.get(), "earlier evidence", around);
            verification = verification.after(evidence).orThrow();
        }
        return verification;
    }

    private static byte[] bytes(String name, String content, Surroundings around) {
        return DocumentFile.bytes(
                around.folder().resolve(name), EvidenceDocument.BOUNDS.characters() + 1, content);
    }

    private static void print(VerdictReply verdict, Output out) {
        out.line(out.paint(style(verdict), verdict.verdict()));
        for (VerdictReply.Change change : verdict.changes()) {
            out.line(INDENT + change.where() + ", " + change.how() + ": " + change.what());
            change.text()
                    .filter(text -> !change.what().endsWith(text))
                    .ifPresent(text -> out.line(INDENT + INDENT + "the log says " + text));
            change.allowed().ifPresent(it -> out.line(INDENT + INDENT + "allowed " + it));
            change.found().ifPresent(it -> out.line(INDENT + INDENT + "found   " + it));
        }
        for (Problem reason : verdict.reasons()) {
            out.line(INDENT + reason.what());
            out.line(INDENT + INDENT + reason.remedy());
        }
        verdict.notes().forEach(note -> out.line(INDENT + note));
    }

    private static Style style(VerdictReply verdict) {
        return switch (verdict.verdict()) {
            case VerdictReply.TRUSTED -> Style.GREEN;
            case VerdictReply.CHANGED -> Style.RED;
            default -> Style.YELLOW;
        };
    }
}
