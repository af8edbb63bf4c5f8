package oxt.engine.qemu;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import oxt.engine.Agent;
import oxt.engine.EngineException;
import oxt.engine.agent.GuestAgent;
import oxt.engine.files.DiskFiles;
import oxt.engine.files.FileGrowth;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.model.Disk;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Run;

/**
 * Makes disks larger: by the process that has one open, or where there is none the file itself. A
 * guest that had taken over its process may have written anything into a header, so qemu-img looks
 * at it as the VM's own user.
 */
final class DiskGrowth {
    /** QEMU writes tables of some megabytes at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Layout layout;
    private final Machines machines;
    private final Contacts contacts;
    private final Confinement confinement;
    private final Programs programs;

    DiskGrowth(
            Layout layout,
            Machines machines,
            Contacts contacts,
            Confinement confinement,
            Programs programs) {
        this.layout = layout;
        this.machines = machines;
        this.contacts = contacts;
        this.confinement = confinement;
        this.programs = programs;
    }

    void grow(VmId vm, Disk disk) throws IOException, EngineException, InterruptedException {
        Path file = DiskFiles.require(layout, vm, disk);
        Run run = machines.run(vm);
        if (run instanceof Run.Off) {
            FileGrowth.grow(disk, file, confinement.ofProgram(vm), programs);
            return;
        }
        boolean isSmaller = DiskFiles.size(disk, file) < disk.source().least().bytes();
        Contact contact = machines.contact(vm);
        if (isSmaller) {
            resize(contact, disk);
        }
        noteIn(contact, disk);
        if (run instanceof Run.Running) {
            askGuest(contact);
        }
    }

    private static void resize(Contact contact, Disk disk)
            throws IOException, EngineException, InterruptedException {
        Launch launch = contact.devices().launch();
        int index = launch.vm().disks().stream().map(Disk::name).toList().indexOf(disk.name());
        if (index < 0) {
            return;
        }
        int number = launch.surroundings().ports().of(Ports.device(disk.name())).orElse(index);
        JsonObject arguments = new JsonObject();
        arguments.addProperty("node-name", QemuDiskArgs.node(number));
        arguments.addProperty("size", disk.source().least().bytes());
        contact.qmp().call("block_resize", arguments, PATIENCE);
    }

    /** The machine has another disk now than it was launched with. */
    private static void noteIn(Contact contact, Disk disk) throws IOException, EngineException {
        Launch launch = contact.devices().written();
        Vm vm = launch.vm();
        List<Disk> disks =
                vm.disks().stream()
                        .map(each -> each.name().equals(disk.name()) ? disk : each)
                        .toList();
        contact.devices().write(new Launch(vm.with(disks, vm.nics()), launch.surroundings()));
    }

    /** File systems take the room now, or when the guest does it at its next start. */
    private void askGuest(Contact contact) throws InterruptedException {
        if (contact.launched().role() != Role.USER) {
            return;
        }
        try {
            GuestAgent agent = contacts.guest(contact);
            if (agent.await(Duration.ZERO) == Agent.Presence.ANSWERS) {
                agent.grow();
            }
        } catch (EngineException refused) {
            System.getLogger(DiskGrowth.class.getName())
                    .log(System.Logger.Level.INFO, refused.problem().what(), refused);
        }
    }
}
