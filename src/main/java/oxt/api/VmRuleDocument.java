package oxt.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.evidence.VmRule;

/** What a VM may be that evidence is given for, in a boot policy. */
final class VmRuleDocument {
    static final int MOST_PARTS = 100;
    private static final ScalarShape<Bytes> SHA256 = Encoded.hex(32, 32);

    private record PartRule(String part, List<Bytes> digests) {}

    private static final Key<PartRule, String> PART =
            Replies.word("name", "What it is, as disks.system or kernel.", PartRule::part);
    private static final Key<PartRule, List<Bytes>> DIGESTS =
            Key.required(
                    "digests",
                    ListShape.of(SHA256, EventRuleDocument.MOST_DIGESTS),
                    "SHA-256 of what it may hold; at least one.",
                    PartRule::digests);
    private static final RecordShape<PartRule> PART_SHAPE =
            RecordShape.of(
                            "part rule",
                            "What a VM may begin from.",
                            List.of(PART, DIGESTS),
                            fields -> new PartRule(fields.of(PART), fields.of(DIGESTS)))
                    .check(
                            List.of(DIGESTS),
                            fields -> EventRuleDocument.someDigest(fields, DIGESTS));

    private static final Key<VmRule, String> NAME =
            Replies.word("name", "The VM's name.", VmRule::name);
    private static final Key<VmRule, List<Bytes>> DOCUMENTS =
            Key.required(
                    "documents",
                    ListShape.of(SHA256, EventRuleDocument.MOST_DIGESTS),
                    "SHA-256 of the documents that it may run by; at least one.",
                    VmRule::documents);
    private static final Key<VmRule, List<PartRule>> PARTS =
            Key.standard(
                    "parts",
                    ListShape.named(PART_SHAPE, MOST_PARTS, PartRule::part),
                    List.of(),
                    "What it may begin from; others are not judged.",
                    VmRuleDocument::parts);
    private static final Key<VmRule, List<String>> DEVICES =
            Key.standard(
                    "devices",
                    ListShape.of(Replies.WORD, MOST_PARTS),
                    List.of(),
                    "PCI devices that it may have.",
                    VmRule::devices);

    static final RecordShape<VmRule> SHAPE =
            RecordShape.of(
                            "VM rule",
                            "What a VM may be that evidence is given for.",
                            List.of(NAME, DOCUMENTS, PARTS, DEVICES),
                            VmRuleDocument::rule)
                    .check(
                            List.of(DOCUMENTS),
                            fields -> EventRuleDocument.someDigest(fields, DOCUMENTS));

    private VmRuleDocument() {}

    private static List<PartRule> parts(VmRule rule) {
        return rule.parts().entrySet().stream()
                .map(part -> new PartRule(part.getKey(), part.getValue()))
                .toList();
    }

    private static VmRule rule(Fields<VmRule> fields) {
        Map<String, List<Bytes>> parts = new TreeMap<>();
        fields.of(PARTS).forEach(part -> parts.put(part.part(), part.digests()));
        return new VmRule(
                fields.of(NAME), fields.of(DOCUMENTS), new TreeMap<>(parts), fields.of(DEVICES));
    }
}
