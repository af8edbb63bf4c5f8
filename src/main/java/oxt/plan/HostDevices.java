package oxt.plan;

import java.util.Map;
import java.util.Optional;
import oxt.model.PciAddress;

/** The PCI devices that VMs may ask for. */
public sealed interface HostDevices {
    /** Whichever is asked for: nothing of a machine is given away. */
    HostDevices ANY = new Any();

    record Any() implements HostDevices {}

    /** Those of this machine. */
    record Known(Map<PciAddress, HostDevice> devices) implements HostDevices {
        public Known {
            devices = Map.copyOf(devices);
        }

        Optional<HostDevice> find(PciAddress address) {
            return Optional.ofNullable(devices.get(address));
        }
    }
}
