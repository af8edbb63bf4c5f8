package oxt.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oxt.model.Firewall;
import oxt.model.LinkEnd;
import oxt.model.MacAddress;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.model.VmName;

/** A NIC as a document has it: its address may follow from a VM's id that is not known yet. */
public record NicDraft(
        NicName name, VmName backend, Optional<VmName> spare, Mac mac, Firewall firewall) {

    /** Where the address comes from. */
    public sealed interface Mac {
        /** From the VM's id and the NIC's name. */
        record Derived() implements Mac {}

        record Given(MacAddress address) implements Mac {}
    }

    static NicDraft of(Nic nic, VmId vm) {
        boolean derived = nic.mac().equals(derived(vm, nic.name()));
        return new NicDraft(
                nic.name(),
                nic.backend(),
                nic.spare(),
                derived ? new Mac.Derived() : new Mac.Given(nic.mac()),
                nic.firewall());
    }

    List<VmName> driverDomains() {
        return Stream.concat(Stream.of(backend), spare.stream()).toList();
    }

    Nic nic(VmId vm) {
        return new Nic(
                name,
                backend,
                spare,
                switch (mac) {
                    case Mac.Derived _ -> derived(vm, name);
                    case Mac.Given(var address) -> address;
                },
                firewall);
    }

    private static MacAddress derived(VmId vm, NicName nic) {
        return MacAddress.derived(vm, nic, LinkEnd.CLIENT);
    }
}
