package oxt.engine.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.plan.Slot;

/** One side of a link: a VM's NIC, or a slot of a driver domain. */
public sealed interface LinkSide {
    Pattern WRITTEN = Pattern.compile("([0-9a-f-]{36})\\.(?:([a-z][a-z0-9-]{0,31})|([0-9]{1,2}))");

    VmId vm();

    record Client(VmId vm, NicName nic) implements LinkSide {
        @Override
        public String toString() {
            return vm + "." + nic;
        }
    }

    record Gateway(Slot slot) implements LinkSide {
        @Override
        public VmId vm() {
            return slot.backend();
        }

        @Override
        public String toString() {
            return slot.backend() + "." + slot.number();
        }
    }

    /** The side of that folder name, where it is one. */
    static Optional<LinkSide> parse(String name) {
        Matcher matcher = WRITTEN.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            VmId vm = VmId.of(matcher.group(1));
            return Optional.of(
                    matcher.group(3) == null
                            ? new Client(vm, new NicName(matcher.group(2)))
                            : new Gateway(new Slot(vm, Integer.parseInt(matcher.group(3)))));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
