package oxt.api;

import java.util.List;

/** Answers {@code GET /v1/vms}: every VM by name, and what else runs here. */
public record VmList(List<VmSummary> vms, List<ForeignVm> foreign) {

    public VmList {
        vms = List.copyOf(vms);
        foreign = List.copyOf(foreign);
    }

    private static final Key<VmList, List<VmSummary>> VMS =
            Key.required(
                    "vms",
                    ListShape.of(VmSummary.SHAPE, Replies.MOST),
                    "Every VM, by name.",
                    VmList::vms);
    private static final Key<VmList, List<ForeignVm>> FOREIGN =
            Key.standard(
                    "foreign",
                    ListShape.of(ForeignVm.SHAPE, Replies.MOST),
                    List.of(),
                    "Virtual machines on this host that nobody defined here, by name.",
                    VmList::foreign);

    public static final RecordShape<VmList> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "VM list",
                            "Every VM, by name.",
                            List.of(VMS, FOREIGN),
                            fields -> new VmList(fields.of(VMS), fields.of(FOREIGN))));
}
