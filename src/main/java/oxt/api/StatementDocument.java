package oxt.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.evidence.VmStatement;

/**
 * What a host says of a VM. What is signed is the text itself, so nobody need write it twice alike.
 */
public final class StatementDocument {
    private static final ScalarShape<Bytes> SHA256 = Encoded.hex(32, 32);
    private static final int MOST_DEVICES = 100;

    private record StatedPart(String name, Optional<Bytes> sha256) {}

    private static final Key<StatedPart, String> PART =
            Replies.word("name", "What it is, as disks.system or kernel.", StatedPart::name);
    private static final Key<StatedPart, Bytes> PART_DIGEST =
            Key.optional("sha256", SHA256, "not measured", "Of what it holds.", StatedPart::sha256);
    private static final RecordShape<StatedPart> PART_SHAPE =
            RecordShape.of(
                    "stated part",
                    "What a VM began from.",
                    List.of(PART, PART_DIGEST),
                    fields -> new StatedPart(fields.of(PART), fields.find(PART_DIGEST)));

    private static final Key<VmStatement, String> VM =
            Replies.word("vm", "The VM's name.", VmStatement::name);
    private static final Key<VmStatement, String> ID =
            Replies.word("id", "The VM's id.", VmStatement::id);
    private static final Key<VmStatement, Bytes> DOCUMENT =
            Key.required(
                    "document",
                    SHA256,
                    "Of the document that it runs by: JSON on one line, every setting.",
                    VmStatement::document);
    private static final Key<VmStatement, List<StatedPart>> PARTS =
            Key.required(
                    "parts",
                    ListShape.named(PART_SHAPE, VmRuleDocument.MOST_PARTS, StatedPart::name),
                    "All disks, and what else of it was measured.",
                    StatementDocument::parts);
    private static final Key<VmStatement, List<String>> DEVICES =
            Key.required(
                    "devices",
                    ListShape.of(Replies.WORD, MOST_DEVICES),
                    "PCI devices that it has.",
                    VmStatement::devices);
    private static final Key<VmStatement, Long> POLICY =
            Key.required(
                    "policy-version",
                    Scalars.number(1, Long.MAX_VALUE),
                    "Which the asker said it would judge by.",
                    VmStatement::policyVersion);

    private StatementDocument() {}

    /** Unchecked: only the quote says whether a host stated it. */
    static Reading<VmStatement> read(String text) {
        Bytes bytes = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
        return Json.read(text, Bounds.DOCUMENT).then(shape(bytes)::read);
    }

    /** The text that is signed. */
    public static String text(VmStatement about) {
        return Json.write(shape(Bytes.NONE).write(about));
    }

    /** As its writer made it up, with the text that follows from it. */
    public static VmStatement stated(VmStatement about) {
        return read(text(about)).orThrow();
    }

    private static RecordShape<VmStatement> shape(Bytes text) {
        return RecordShape.of(
                "VM statement",
                "What a host says of a VM.",
                List.of(VM, ID, DOCUMENT, PARTS, DEVICES, POLICY),
                fields -> statement(text, fields));
    }

    private static List<StatedPart> parts(VmStatement about) {
        return about.parts().entrySet().stream()
                .map(part -> new StatedPart(part.getKey(), part.getValue()))
                .toList();
    }

    private static VmStatement statement(Bytes text, Fields<VmStatement> fields) {
        SortedMap<String, Optional<Bytes>> parts = new TreeMap<>();
        fields.of(PARTS).forEach(part -> parts.put(part.name(), part.sha256()));
        return new VmStatement(
                text,
                fields.of(VM),
                fields.of(ID),
                fields.of(DOCUMENT),
                parts,
                fields.of(DEVICES),
                fields.of(POLICY));
    }
}
