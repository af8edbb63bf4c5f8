package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oxt.model.PciAddress;

/**
 * A PCI function of this machine.
 *
 * @param kind what it is, in a word or two
 * @param identity vendor and device, four hexadecimal digits each
 * @param driver of the host's kernel
 * @param iommuGroup functions of one group can do the same to each other's memory
 * @param uses what the host itself would lose with it, one sentence each
 */
public record PciReply(
        PciAddress address,
        String kind,
        String identity,
        Optional<String> driver,
        Optional<Integer> iommuGroup,
        Reset reset,
        List<String> uses) {

    public PciReply {
        uses = List.copyOf(uses);
    }

    /**
     * How well it can be cleaned of what its last owner left in it.
     *
     * @param word whole, weak, with-others or none
     */
    public record Reset(String word, String why) {
        private static final Key<Reset, String> WORD =
                Replies.word("how", "whole, weak, with-others or none.", Reset::word);
        private static final Key<Reset, String> WHY =
                Replies.sentence("why", "How that is known.", Reset::why);
        static final RecordShape<Reset> SHAPE =
                Replies.reply(
                        RecordShape.of(
                                "PCI reset",
                                "How well a function is cleaned between its owners.",
                                List.of(WORD, WHY),
                                fields -> new Reset(fields.of(WORD), fields.of(WHY))));
    }

    private static final Key<PciReply, PciAddress> ADDRESS =
            Key.required(
                    "address",
                    Scalars.pattern("a PCI address", PciAddress.PATTERN, PciAddress::parse),
                    "Domain, bus, device and function.",
                    PciReply::address);
    private static final Key<PciReply, String> KIND =
            Replies.word("kind", "What it is.", PciReply::kind);
    private static final Key<PciReply, String> IDENTITY =
            Replies.word(
                    "id", "Vendor and device, four hexadecimal digits each.", PciReply::identity);
    private static final Key<PciReply, String> DRIVER =
            Key.optional(
                    "driver", Replies.WORD, "none", "The host's driver of it.", PciReply::driver);
    private static final Key<PciReply, Integer> IOMMU_GROUP =
            Key.optional(
                    "iommu-group",
                    Scalars.integer(0, Integer.MAX_VALUE),
                    "not known here",
                    "Functions of one group can do the same to each other's memory.",
                    PciReply::iommuGroup);
    private static final Key<PciReply, Reset> RESET =
            Key.required(
                    "reset",
                    Reset.SHAPE,
                    "How well it is cleaned between its owners.",
                    PciReply::reset);
    private static final Key<PciReply, List<String>> USES =
            Key.required(
                    "uses",
                    ListShape.of(Replies.SENTENCE, Replies.MOST),
                    "What the host itself would lose with it, one sentence each.",
                    PciReply::uses);

    public static final RecordShape<PciReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "PCI function",
                            "A PCI function of this machine.",
                            List.of(ADDRESS, KIND, IDENTITY, DRIVER, IOMMU_GROUP, RESET, USES),
                            fields ->
                                    new PciReply(
                                            fields.of(ADDRESS),
                                            fields.of(KIND),
                                            fields.of(IDENTITY),
                                            fields.find(DRIVER),
                                            fields.find(IOMMU_GROUP),
                                            fields.of(RESET),
                                            fields.of(USES))));

    /** Answers {@code GET /v1/host/pci}. */
    public static final RecordShape<List<PciReply>> LIST =
            RecordShape.only(
                    "PCI list",
                    "Every PCI function, by address.",
                    Key.required(
                            "functions",
                            ListShape.of(SHAPE, Replies.MOST),
                            "Every PCI function, by address.",
                            Function.identity()));
}
