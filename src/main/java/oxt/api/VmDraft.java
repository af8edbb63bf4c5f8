package oxt.api;

import java.util.List;
import oxt.model.Autostart;
import oxt.model.Boot;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.Display;
import oxt.model.Measured;
import oxt.model.PciDevice;
import oxt.model.Role;
import oxt.model.Template;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.model.XenSettings;

/** All that a VM document says, with the template's defaults filled in: a VM but for its id. */
public record VmDraft(
        VmName name,
        Role role,
        Template template,
        ByteSize memory,
        int processors,
        Boot boot,
        List<Disk> disks,
        List<NicDraft> nics,
        Display display,
        Autostart autostart,
        Uplink uplink,
        List<PciDevice> pci,
        XenSettings xen,
        Measured measured) {

    public VmDraft {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        pci = List.copyOf(pci);
    }

    static VmDraft of(Vm vm) {
        return new VmDraft(
                vm.name(),
                vm.role(),
                vm.template(),
                vm.memory(),
                vm.processors(),
                vm.boot(),
                vm.disks(),
                vm.nics().stream().map(nic -> NicDraft.of(nic, vm.id())).toList(),
                vm.display(),
                vm.autostart(),
                vm.uplink(),
                vm.pci(),
                vm.xen(),
                vm.measured());
    }

    public Vm vm(VmId id) {
        return new Vm(
                id,
                name,
                role,
                template,
                memory,
                processors,
                boot,
                disks,
                nics.stream().map(nic -> nic.nic(id)).toList(),
                display,
                autostart,
                uplink,
                pci,
                xen,
                measured);
    }
}
