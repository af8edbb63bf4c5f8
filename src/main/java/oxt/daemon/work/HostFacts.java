package oxt.daemon.work;

import java.util.Map;
import java.util.Set;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.VmId;
import oxt.plan.HostDevices;
import oxt.plan.ImagePart;

/** What this machine has for VMs, as it is at the moment of asking. */
public interface HostFacts {

    /** All of the machine's memory. */
    ByteSize memory();

    /** What programs could still take without anything being swapped out. */
    ByteSize availableMemory();

    /** What a VM's process has of the memory already; nothing for one that has none. */
    ByteSize residentMemory(VmId vm);

    Map<ImageName, Set<ImagePart>> images();

    /** What VMs may ask for of its PCI devices. */
    default HostDevices devices() {
        return HostDevices.ANY;
    }
}
