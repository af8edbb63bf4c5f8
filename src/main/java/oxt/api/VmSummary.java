package oxt.api;

import java.util.List;
import oxt.model.ByteSize;
import oxt.model.Role;
import oxt.model.VmId;
import oxt.model.VmName;

/**
 * A VM in one line.
 *
 * @param activity what is being done to it, as {@code start}; empty where nothing is
 * @param networks its driver domains, by name
 * @param disposableOf the VM that it is a copy of, as long as one command runs; empty for all
 *     others
 */
public record VmSummary(
        VmId id,
        VmName name,
        Role role,
        VmState state,
        String activity,
        ByteSize memory,
        int processors,
        List<VmName> networks,
        String disposableOf) {

    public VmSummary {
        networks = List.copyOf(networks);
    }

    private static final Key<VmSummary, VmId> ID =
            Key.required("id", Replies.VM_ID, "What the VM is known by for good.", VmSummary::id);
    private static final Key<VmSummary, VmName> NAME =
            Key.required("name", Replies.VM_NAME, "The VM's name.", VmSummary::name);
    private static final Key<VmSummary, Role> ROLE =
            Key.required("role", Scalars.choice(Role.values()), "What it is for.", VmSummary::role);
    private static final Key<VmSummary, VmState> STATE =
            Key.required(
                    "state", Scalars.choice(VmState.values()), "What it does.", VmSummary::state);
    private static final Key<VmSummary, String> ACTIVITY =
            Key.standard(
                    "activity",
                    Replies.WORD,
                    "",
                    "What is being done to it; empty where nothing is.",
                    VmSummary::activity);
    private static final Key<VmSummary, ByteSize> MEMORY =
            Key.required("memory", Replies.SIZE, "Its memory.", VmSummary::memory);
    private static final Key<VmSummary, Integer> PROCESSORS =
            Key.required(
                    "processors",
                    Scalars.integer(1, Integer.MAX_VALUE),
                    "Its virtual processors.",
                    VmSummary::processors);
    private static final Key<VmSummary, List<VmName>> NETWORKS =
            Key.standard(
                    "networks",
                    ListShape.of(Replies.VM_NAME, Replies.MOST),
                    List.of(),
                    "The driver domains of its NICs.",
                    VmSummary::networks);

    private static final Key<VmSummary, String> DISPOSABLE_OF =
            Key.standard(
                    "disposable-of",
                    Replies.WORD,
                    "",
                    "The VM that it is a copy of, where it is gone with its command; empty for"
                            + " all others.",
                    VmSummary::disposableOf);

    public static final RecordShape<VmSummary> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "VM summary",
                            "A VM in one line.",
                            List.of(
                                    ID,
                                    NAME,
                                    ROLE,
                                    STATE,
                                    ACTIVITY,
                                    MEMORY,
                                    PROCESSORS,
                                    NETWORKS,
                                    DISPOSABLE_OF),
                            fields ->
                                    new VmSummary(
                                            fields.of(ID),
                                            fields.of(NAME),
                                            fields.of(ROLE),
                                            fields.of(STATE),
                                            fields.of(ACTIVITY),
                                            fields.of(MEMORY),
                                            fields.of(PROCESSORS),
                                            fields.of(NETWORKS),
                                            fields.of(DISPOSABLE_OF))));
}
