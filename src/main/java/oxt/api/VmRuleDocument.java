package oxt.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.evidence.VmRule;

/** What a VM may be that evidence is given for, in a boot policy. */
final class VmRuleDocument {
    static final int MOST_DISKS = 100;
    private static final ScalarShape<Bytes> SHA256 = Encoded.hex(32, 32);

    private record DiskRule(String disk, List<Bytes> digests) {}

    private static final Key<DiskRule, String> DISK =
            Replies.word("name", "The disk, as the VM's document names it.", DiskRule::disk);
    private static final Key<DiskRule, List<Bytes>> DIGESTS =
            Key.required(
                    "digests",
                    ListShape.of(SHA256, EventRuleDocument.MOST_DIGESTS),
                    "SHA-256 of what it may hold; at least one.",
                    DiskRule::digests);
    private static final RecordShape<DiskRule> DISK_SHAPE =
            RecordShape.of(
                            "disk rule",
                            "What a disk may hold.",
                            List.of(DISK, DIGESTS),
                            fields -> new DiskRule(fields.of(DISK), fields.of(DIGESTS)))
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
    private static final Key<VmRule, List<DiskRule>> DISKS =
            Key.standard(
                    "disks",
                    ListShape.named(DISK_SHAPE, MOST_DISKS, DiskRule::disk),
                    List.of(),
                    "What its disks may hold; others are not judged.",
                    VmRuleDocument::disks);
    private static final Key<VmRule, List<String>> DEVICES =
            Key.standard(
                    "devices",
                    ListShape.of(Replies.WORD, MOST_DISKS),
                    List.of(),
                    "PCI devices that it may have.",
                    VmRule::devices);

    static final RecordShape<VmRule> SHAPE =
            RecordShape.of(
                            "VM rule",
                            "What a VM may be that evidence is given for.",
                            List.of(NAME, DOCUMENTS, DISKS, DEVICES),
                            VmRuleDocument::rule)
                    .check(
                            List.of(DOCUMENTS),
                            fields -> EventRuleDocument.someDigest(fields, DOCUMENTS));

    private VmRuleDocument() {}

    private static List<DiskRule> disks(VmRule rule) {
        return rule.disks().entrySet().stream()
                .map(disk -> new DiskRule(disk.getKey(), disk.getValue()))
                .toList();
    }

    private static VmRule rule(Fields<VmRule> fields) {
        Map<String, List<Bytes>> disks = new TreeMap<>();
        fields.of(DISKS).forEach(disk -> disks.put(disk.disk(), disk.digests()));
        return new VmRule(
                fields.of(NAME), fields.of(DOCUMENTS), new TreeMap<>(disks), fields.of(DEVICES));
    }
}
