package oxt.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network card of a VM: one end of a private link to its driver domain.
 *
 * @param backend the driver domain, by name
 * @param spare the driver domain that takes over while the first does not run
 */
public record Nic(
        NicName name, VmName backend, Optional<VmName> spare, MacAddress mac, Firewall firewall) {
    /** Without a spare. */
    public Nic(NicName name, VmName backend, MacAddress mac, Firewall firewall) {
        this(name, backend, Optional.empty(), mac, firewall);
    }

    public Nic {
        if (spare.filter(backend::equals).isPresent()) {
            throw new IllegalArgumentException("a driver domain is not its own spare: " + backend);
        }
    }

    /** The backend, then the spare where there is one. */
    public List<VmName> driverDomains() {
        return Stream.concat(Stream.of(backend), spare.stream()).toList();
    }

    /** The same card with other driver domains. */
    public Nic behind(VmName otherBackend, Optional<VmName> otherSpare) {
        return new Nic(name, otherBackend, otherSpare, mac, firewall);
    }
}
