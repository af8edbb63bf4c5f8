package oxt.engine.qemu;

import java.io.IOException;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.Carrier;
import oxt.plan.Slot;

/**
 * Links into which driver domains send nothing, because their clients do not read.
 *
 * <p>QEMU sends to a Unix datagram socket without waiting, and asks the kernel when it may try
 * again; the kernel says at once, as the sender's side is never full. So one client that stands
 * still takes a processor from all others (QEMU 7.2, {@code net/dgram.c}).
 *
 * <p>The mark beside the link comes first and goes last: a driver domain that starts, or that a new
 * daemon begins to talk with, is told again.
 */
final class Mutes {
    private final Links links;
    private final Contacts contacts;

    Mutes(Links links, Contacts contacts) {
        this.links = links;
        this.contacts = contacts;
    }

    void mute(VmId vm, NicName nic) throws IOException, EngineException, InterruptedException {
        Optional<Slot> slot = links.slot(vm, nic);
        if (slot.isEmpty()) {
            throw new EngineException(
                    new Problem.Conflict(
                            "nic-not-linked",
                            "NIC " + nic + " of VM " + vm + " has no link.",
                            "Look again: oxt vm explain NAME"));
        }
        links.mute(vm, nic);
        tell(slot.get(), Carrier.DOWN);
    }

    void unmute(VmId vm, NicName nic) throws IOException, EngineException, InterruptedException {
        if (!links.isMuted(vm, nic)) {
            return;
        }
        Optional<Slot> slot = links.slot(vm, nic);
        if (slot.isPresent()) {
            tell(slot.get(), Carrier.UP);
        }
        links.unmute(vm, nic);
    }

    /** The next client of the slot finds it open. */
    void unplug(VmId vm, NicName nic, Slot slot) throws IOException, InterruptedException {
        if (links.isMuted(vm, nic)) {
            tell(slot, Carrier.UP);
        }
        links.unplug(vm, nic, slot);
    }

    void move(VmId vm, NicName nic, Slot from, Slot to)
            throws IOException, EngineException, InterruptedException {
        boolean muted = links.isMuted(vm, nic);
        if (muted) {
            tell(to, Carrier.DOWN);
        }
        links.move(vm, nic, from, to);
        if (muted) {
            tell(from, Carrier.UP);
        }
    }

    /**
     * A driver domain that does not answer must not keep its clients from being paused, resumed or
     * stopped. It hears what it was told when it goes on, and by the marks when it is met anew.
     */
    private void tell(Slot slot, Carrier carrier) throws IOException, InterruptedException {
        try {
            contacts.setSlot(slot, carrier);
        } catch (EngineException later) {
            System.getLogger(Mutes.class.getName())
                    .log(System.Logger.Level.INFO, later.problem().what(), later);
        }
    }
}
