package oxt.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.PciAddress;
import oxt.model.Vm;
import oxt.model.VmName;

/**
 * What the host is and has, at one moment, for one plan.
 *
 * @param freeMemory what new VMs may take: plans in progress are already taken off
 * @param driverDomains every VM of role network that is defined
 * @param storageDomains every VM of role storage that is defined
 * @param devicesInUse PCI devices of VMs that run or are being started, and whose they are
 * @param measurements of the VMs that the plan is for, where they demand it
 */
public record Facts(
        Abilities abilities,
        ByteSize freeMemory,
        Map<ImageName, Set<ImagePart>> images,
        Map<VmName, DriverDomain> driverDomains,
        Map<VmName, DriverDomain.Readiness> storageDomains,
        Map<PciAddress, Vm> devicesInUse,
        HostDevices hostDevices,
        Measurements measurements) {

    /** Of a machine of which nothing is given away. */
    public Facts(
            Abilities abilities,
            ByteSize freeMemory,
            Map<ImageName, Set<ImagePart>> images,
            Map<VmName, DriverDomain> driverDomains,
            Map<VmName, DriverDomain.Readiness> storageDomains,
            Map<PciAddress, Vm> devicesInUse) {
        this(
                abilities,
                freeMemory,
                images,
                driverDomains,
                storageDomains,
                devicesInUse,
                HostDevices.ANY,
                Measurements.NONE);
    }

    public Facts {
        images = Map.copyOf(images);
        driverDomains = Map.copyOf(driverDomains);
        storageDomains = Map.copyOf(storageDomains);
        devicesInUse = Map.copyOf(devicesInUse);
    }

    public boolean has(ImageName image, ImagePart part) {
        return images.getOrDefault(image, Set.of()).contains(part);
    }

    /** The facts when one VM's memory and slots have become free. */
    Facts with(ByteSize freed, List<Slot> slots) {
        Map<VmName, DriverDomain> domains = new HashMap<>();
        driverDomains.forEach((name, domain) -> domains.put(name, domain.with(slots)));
        return new Facts(
                abilities,
                freeMemory.plus(freed),
                images,
                domains,
                storageDomains,
                devicesInUse,
                hostDevices,
                measurements);
    }

    /** The same, with what was measured for the plan. */
    public Facts with(Measurements taken) {
        return new Facts(
                abilities,
                freeMemory,
                images,
                driverDomains,
                storageDomains,
                devicesInUse,
                hostDevices,
                taken);
    }
}
