package oxt.api;

import java.util.List;
import oxt.model.ByteSize;

/**
 * A virtual machine on this host that nobody defined here; it is shown and never touched.
 *
 * @param name as its maker calls it, which need not be a name that VMs here could have
 */
public record ForeignVm(String name, VmState state, ByteSize memory) {

    private static final Key<ForeignVm, String> NAME =
            Key.required("name", Replies.WORD, "What its maker calls it.", ForeignVm::name);
    private static final Key<ForeignVm, VmState> STATE =
            Key.required(
                    "state", Scalars.choice(VmState.values()), "What it does.", ForeignVm::state);
    private static final Key<ForeignVm, ByteSize> MEMORY =
            Key.required("memory", Replies.SIZE, "Its memory.", ForeignVm::memory);

    public static final RecordShape<ForeignVm> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "Foreign VM",
                            "A virtual machine that nobody defined here, and that nobody touches.",
                            List.of(NAME, STATE, MEMORY),
                            fields ->
                                    new ForeignVm(
                                            fields.of(NAME), fields.of(STATE), fields.of(MEMORY))));
}
