package oxt.engine.qemu;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oxt.engine.EngineException;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.engine.files.LinkSide;
import oxt.engine.files.RunFolders;
import oxt.host.Deadline;
import oxt.model.Disk;
import oxt.model.ImageName;
import oxt.model.Nic;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Run;

/**
 * Puts disks and NICs into machines that are there, and takes them out with the guest's help.
 *
 * <p>QEMU tells the guest by ACPI; Linux has a plugged device within 100 ms and lets go of one
 * within 100 ms, mounted or not. A request to let go cannot be taken back: a guest that did not
 * hear it obeys when it goes on, and at its next reset at the latest (all seen with QEMU 7.2).
 */
final class Plugs {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** A guest that was still booting did not hear the first request. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(2);

    /** From when a device is gone to when nothing of it uses its file any more. */
    private static final Duration RELEASE = Duration.ofSeconds(2);

    private final Layout layout;
    private final Machines machines;
    private final Links links;
    private final RunFolders folders;

    Plugs(Layout layout, Machines machines, Links links, RunFolders folders) {
        this.layout = layout;
        this.machines = machines;
        this.links = links;
        this.folders = folders;
    }

    /**
     * @param images that the disk needs
     */
    void plug(VmId id, Disk disk, Map<ImageName, Images.Files> images)
            throws IOException, EngineException, InterruptedException {
        Contact contact = machines.contact(id);
        String device = Ports.device(disk.name());
        if (contact.devices().has(device)) {
            return;
        }
        Launch before = cleared(contact);
        int port = port(contact, before);
        Vm vm = before.vm();
        List<Disk> disks = new ArrayList<>(vm.disks());
        disks.add(disk);
        QemuArgs.Surroundings now =
                before.surroundings()
                        .with(images)
                        .with(before.surroundings().ports().with(port, device));
        contact.devices().write(new Launch(vm.with(disks, vm.nics()), now));
        for (JsonObject block : QemuDiskArgs.blocks(vm.id(), disk, port, layout, now)) {
            ask(contact, "blockdev-add", block);
        }
        Device card = QemuDiskArgs.card(disk, port, new Device.Place.Port(port));
        ask(contact, "device_add", card.properties());
        contact.devices().changed();
    }

    void unplug(VmId vm, Disk disk, Duration patience)
            throws IOException, EngineException, InterruptedException {
        try {
            Contact contact = machines.contact(vm);
            letGo(contact, Ports.device(disk.name()), "disk " + disk.name(), patience);
            forget(contact);
        } catch (EngineException why) {
            requireGone(vm, why);
        }
    }

    void plug(VmId id, Nic nic) throws IOException, EngineException, InterruptedException {
        Contact contact = machines.contact(id);
        String device = Ports.device(nic.name());
        if (contact.devices().has(device)) {
            return;
        }
        Launch before = cleared(contact);
        int port = port(contact, before);
        releaseLink(contact, nic);
        Vm vm = before.vm();
        List<Nic> nics = new ArrayList<>(vm.nics());
        nics.add(nic);
        QemuArgs.Surroundings now =
                before.surroundings().with(before.surroundings().ports().with(port, device));
        contact.devices().write(new Launch(vm.with(vm.disks(), nics), now));
        LinkSide side = new LinkSide.Client(vm.id(), nic.name());
        links.begin(List.of(side));
        try {
            ask(contact, "netdev_add", link(device, side));
        } finally {
            links.seal(vm.id());
        }
        Device card = Device.nic(device, nic.mac(), new Device.Place.Port(port));
        ask(contact, "device_add", card.properties());
        contact.devices().changed();
    }

    void unplug(VmId vm, Nic nic, Duration patience)
            throws IOException, EngineException, InterruptedException {
        try {
            Contact contact = machines.contact(vm);
            letGo(contact, Ports.device(nic.name()), "NIC " + nic.name(), patience);
            releaseLink(contact, nic);
            forget(contact);
        } catch (EngineException why) {
            requireGone(vm, why);
        }
    }

    /** A machine that has died, also in the middle of this, has nothing plugged into it. */
    private void requireGone(VmId vm, EngineException why)
            throws IOException, EngineException, InterruptedException {
        if (!(machines.run(vm) instanceof Run.Off)) {
            throw why;
        }
    }

    private void letGo(Contact contact, String device, String what, Duration patience)
            throws IOException, EngineException, InterruptedException {
        if (!contact.devices().has(device)) {
            return;
        }
        Run run = machines.run(contact.launched().id());
        if (run instanceof Run.Paused) {
            throw new EngineException(
                    new Problem.Conflict(
                            "vm-is-paused",
                            "VM " + contact.launched().name() + " does not run.",
                            "Run: oxt vm resume " + contact.launched().name()));
        }
        Deadline deadline = Deadline.after(patience);
        while (!deadline.isOver()) {
            request(contact, device);
            if (run instanceof Run.Created) {
                // No guest has run yet that could be asked: a reset does at once what was
                // requested.
                ask(contact, "system_reset", new JsonObject());
            }
            Deadline next = Deadline.after(BETWEEN_REQUESTS);
            while (!next.isOver() && !deadline.isOver()) {
                if (!contact.devices().has(device)) {
                    contact.devices().changed();
                    return;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
        throw new EngineException(
                new Problem.Failed(
                        "guest-ignored-unplug",
                        "The guest did not let go of "
                                + what
                                + " within "
                                + patience.toSeconds()
                                + "s. It may still do so: at its next reset at the latest.",
                        "Stop the VM and make the change then: oxt vm stop "
                                + contact.launched().name()));
    }

    private static void request(Contact contact, String device)
            throws EngineException, InterruptedException {
        try {
            ask(contact, "device_del", id(device));
        } catch (EngineException refused) {
            boolean asked = refused.problem().what().contains("in the process of unplug");
            if (!asked && contact.devices().has(device)) {
                throw refused;
            }
        }
    }

    /** Writes down that what is not there any more is not wanted there either. */
    private static void forget(Contact contact)
            throws IOException, EngineException, InterruptedException {
        Launch now = cleared(contact);
        if (!now.equals(contact.devices().written())) {
            contact.devices().write(now);
        }
    }

    /** All that is there, after the rest of what is written down but there no more was released. */
    private static Launch cleared(Contact contact)
            throws IOException, EngineException, InterruptedException {
        Launch now = contact.devices().launch();
        List<Integer> empty = new ArrayList<>(now.surroundings().ports().free());
        empty.removeAll(contact.devices().written().surroundings().ports().free());
        for (int port : empty) {
            contact.devices().vacancies().emptied(port);
            release(contact, port);
        }
        return now;
    }

    private static int port(Contact contact, Launch launch)
            throws EngineException, InterruptedException {
        Vacancies vacancies = contact.devices().vacancies();
        int port =
                vacancies
                        .longest(launch.surroundings().ports().free())
                        .orElseThrow(() -> new EngineException(full(launch.vm())));
        Thread.sleep(vacancies.unsettled(port));
        return port;
    }

    private static Problem full(Vm vm) {
        return new Problem.Conflict(
                "no-free-port",
                "The machine of VM " + vm.name() + " has no place left to plug anything into.",
                "Stop the VM, make the change, and start it: it then has places again.");
    }

    /** The files of a disk whose card is gone; they may be there or not. */
    private static void release(Contact contact, int port)
            throws EngineException, InterruptedException {
        for (String node : List.of(QemuDiskArgs.node(port), QemuDiskArgs.imageNode(port))) {
            JsonObject name = new JsonObject();
            name.addProperty("node-name", node);
            takeAway(contact, "blockdev-del", name, "find node");
        }
    }

    private void releaseLink(Contact contact, Nic nic)
            throws IOException, EngineException, InterruptedException {
        // Before the link: a new daemon would take out the cable of a card that is gone.
        folders.forgetCarrier(contact.launched().id(), nic.name());
        JsonObject link = id(Ports.device(nic.name()) + "-link");
        takeAway(contact, "netdev_del", link, "not found");
    }

    /** Asks again while something still holds it. */
    private static void takeAway(
            Contact contact, String command, JsonObject arguments, String wordsOfAbsence)
            throws EngineException, InterruptedException {
        Deadline deadline = Deadline.after(RELEASE);
        while (true) {
            try {
                ask(contact, command, arguments);
                return;
            } catch (EngineException refused) {
                if (refused.problem().what().contains(wordsOfAbsence)) {
                    return;
                }
                if (deadline.isOver()) {
                    throw refused;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
    }

    private JsonObject link(String device, LinkSide side) {
        JsonObject link = new JsonObject();
        link.addProperty("type", "dgram");
        link.addProperty("id", device + "-link");
        link.add("local", unix(layout.linkSocket(side).toString()));
        link.add("remote", unix(layout.linkPeer(side).toString()));
        return link;
    }

    private static JsonObject unix(String path) {
        JsonObject address = new JsonObject();
        address.addProperty("type", "unix");
        address.addProperty("path", path);
        return address;
    }

    private static JsonObject id(String id) {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("id", id);
        return arguments;
    }

    private static void ask(Contact contact, String command, JsonObject arguments)
            throws EngineException, InterruptedException {
        contact.qmp().call(command, arguments, Contacts.PATIENCE);
    }
}
