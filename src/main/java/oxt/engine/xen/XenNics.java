package oxt.engine.xen;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.host.Deadline;
import oxt.model.Nic;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.Carrier;
import oxt.plan.Slot;

/**
 * Puts cables in and takes them out. {@code xl} answers that all is well also where nobody ever
 * plumbed a card, so xenstore is asked: a cable is in where the card is there, its other end is in
 * a domain that runs, and that one does not say that it could not connect it. A driver domain that
 * still boots connects what it finds.
 */
final class XenNics {
    /** From when a card is there to when its driver domain has connected it: a program or two. */
    private static final Duration HOTPLUG = Duration.ofSeconds(6);

    /** As long as xl gives a guest to let go of a card, before it is taken away all the same. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Domains domains;
    private final XenLinks links;
    private final XenVifs vifs;

    XenNics(Domains domains, XenLinks links, XenVifs vifs) {
        this.domains = domains;
        this.links = links;
        this.vifs = vifs;
    }

    Map<NicName, Carrier> carriers(Domains.Domain domain, Vm launched)
            throws EngineException, InterruptedException {
        Map<NicName, Carrier> carriers = new HashMap<>();
        for (Nic nic : launched.nics()) {
            Optional<XenVifs.Vif> there = vifs.find(domain, nic);
            boolean in = there.isPresent() && vifs.isIn(there.get());
            carriers.put(nic.name(), in ? Carrier.UP : Carrier.DOWN);
        }
        return Map.copyOf(carriers);
    }

    /** Of the cards whose driver domains run. */
    Map<NicName, XlDevices.Link> links(Vm vm)
            throws IOException, EngineException, InterruptedException {
        Map<NicName, XlDevices.Link> found = new HashMap<>();
        for (Nic nic : vm.nics()) {
            Optional<Slot> slot = links.slot(vm.id(), nic.name());
            Optional<XlDevices.Link> link = slot.isPresent() ? link(slot.get()) : Optional.empty();
            link.ifPresent(there -> found.put(nic.name(), there));
        }
        return Map.copyOf(found);
    }

    /**
     * Of a domain that has not run yet: the cards whose driver domains run. xl would make them too,
     * and make no domain where a driver domain needs more than ten seconds to boot.
     */
    void begin(Domains.Domain domain, Vm launched)
            throws IOException, EngineException, InterruptedException {
        for (Nic nic : launched.nics()) {
            Optional<Slot> slot = links.slot(launched.id(), nic.name());
            Optional<Domains.Domain> backend =
                    slot.isPresent() ? running(slot.get()) : Optional.empty();
            if (backend.isPresent() && vifs.find(domain, nic).isEmpty()) {
                vifs.attach(domain, nic, backend.get(), slot.get().number());
            }
        }
    }

    /** A new card, where the one that is there has no other end any more. */
    void plugIn(Domains.Domain domain, Nic nic)
            throws IOException, EngineException, InterruptedException {
        if (isConnected(domain, nic)) {
            return;
        }
        Slot slot = links.slot(domain.vm(), nic.name()).orElseThrow(() -> unlinked(nic));
        Domains.Domain backend = running(slot).orElseThrow(() -> withoutDriverDomain(nic));
        Optional<XenVifs.Vif> there = vifs.find(domain, nic);
        if (there.isPresent() && !isServedBy(there.get(), slot)) {
            takeOut(domain, nic);
            there = Optional.empty();
        }
        if (there.isEmpty()) {
            vifs.attach(domain, nic, backend, slot.number());
        }
        boolean connected = await(Deadline.after(HOTPLUG), domain, nic);
        Optional<XenVifs.Vif> now = vifs.find(domain, nic);
        if (!connected && (now.isEmpty() || !vifs.isIn(now.get()))) {
            throw unconnected(nic, nic.backend());
        }
    }

    /** Takes the card out of the domain; one that is not there is as good. */
    void takeOut(Domains.Domain domain, Nic nic) throws EngineException, InterruptedException {
        Optional<XenVifs.Vif> there = vifs.find(domain, nic);
        if (there.isEmpty()) {
            return;
        }
        XenVifs.Vif vif = there.get();
        if (vifs.isServed(vif)) {
            vifs.close(vif);
            Deadline deadline = Deadline.after(CLOSING);
            while (!vifs.isClosed(vif) && !deadline.isOver()) {
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
        vifs.forget(domain, vif);
    }

    private boolean isConnected(Domains.Domain domain, Nic nic)
            throws EngineException, InterruptedException {
        Optional<XenVifs.Vif> there = vifs.find(domain, nic);
        return there.isPresent() && vifs.isConnected(there.get());
    }

    private boolean await(Deadline deadline, Domains.Domain domain, Nic nic)
            throws EngineException, InterruptedException {
        while (!isConnected(domain, nic)) {
            if (deadline.isOver()) {
                return false;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return true;
    }

    /** Where the slot's driver domain runs. */
    private Optional<XlDevices.Link> link(Slot slot) throws EngineException, InterruptedException {
        Optional<Domains.Domain> backend = running(slot);
        if (backend.isEmpty()) {
            return Optional.empty();
        }
        return domains.name(backend.get().number())
                .map(name -> new XlDevices.Link(new VmName(name), slot.number()));
    }

    private boolean isServedBy(XenVifs.Vif vif, Slot slot)
            throws EngineException, InterruptedException {
        return running(slot).map(Domains.Domain::number).equals(Optional.of(vif.backendDomain()));
    }

    private Optional<Domains.Domain> running(Slot slot)
            throws EngineException, InterruptedException {
        return domains.find(slot.backend())
                .filter(domain -> domain.state().doing() == DomainState.Doing.RUNNING);
    }

    private static EngineException unlinked(Nic nic) {
        return new EngineException(
                new Problem.Conflict(
                        "nic-not-linked",
                        "NIC " + nic.name() + " has no link.",
                        "Look again: oxt vm explain NAME"));
    }

    private static EngineException withoutDriverDomain(Nic nic) {
        return new EngineException(
                new Problem.Conflict(
                        "driver-domain-off",
                        "The driver domain of NIC " + nic.name() + " does not run.",
                        "Start it: oxt vm start " + nic.backend()));
    }

    private static EngineException unconnected(Nic nic, VmName backend) {
        return new EngineException(
                new Problem.Failed(
                        "nic-not-connected",
                        "Driver domain " + backend + " could not connect NIC " + nic.name() + ".",
                        "Look at the driver domain's console: oxt vm log " + backend));
    }
}
