package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.DurableFile;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.engine.files.StateFolder;
import oxt.engine.files.VmUsers;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Ability;
import oxt.plan.Run;

/** What was saved of VMs: one state each, in the VM's own folder. */
final class SavedStates {
    private final Layout layout;
    private final VmUsers users;
    private final StateTransfer transfer;

    SavedStates(Layout layout, VmUsers users, StateTransfer transfer) {
        this.layout = layout;
        this.users = users;
        this.transfer = transfer;
    }

    boolean isThere(VmId vm) {
        return folder(vm).isThere();
    }

    StateFolder folder(VmId vm) {
        return new StateFolder(layout.saved(vm));
    }

    StateFolder.Description<Launch> read(VmId vm) throws IOException, EngineException {
        return folder(vm).read(vm, node -> Launch.read(node, vm));
    }

    /**
     * @param now what a machine would be made by now
     */
    Run run(VmId vm, Optional<Maker> now) throws IOException, EngineException {
        Launch launch = read(vm).launch();
        return new Run.Saved(launch.vm(), continuing(launch.surroundings(), now));
    }

    void save(Contact contact) throws IOException, EngineException, InterruptedException {
        VmId vm = contact.launched().id();
        if (isThere(vm)) {
            return;
        }
        Launch launch = contact.devices().launch();
        users.passage(layout.state());
        users.passage(layout.vmFolders());
        Files.createDirectories(layout.vmFolder(vm));
        users.open(layout.vmFolder(vm), vm);
        transfer.save(contact, launch, folder(vm));
    }

    /**
     * @param contact where the VM has a process
     */
    void remove(VmId vm, Optional<Contact> contact)
            throws IOException, EngineException, InterruptedException {
        if (contact.isPresent()) {
            transfer.stop(contact.get());
        }
        if (Files.isDirectory(layout.vmFolder(vm))) {
            folder(vm).remove();
            DurableFile.removeIfEmpty(layout.vmFolder(vm));
        }
    }

    /** Takes away what is only half there. */
    void sweep(VmId vm) throws IOException {
        if (Files.isDirectory(layout.vmFolder(vm))) {
            folder(vm).sweep();
            DurableFile.removeIfEmpty(layout.vmFolder(vm));
        }
    }

    /** What makes machines: a state is for the same only. */
    record Maker(String machine, Accelerator accelerator) {

        static Maker of(QemuArgs.Surroundings surroundings) {
            return new Maker(surroundings.machine(), surroundings.accelerator());
        }

        @Override
        public String toString() {
            return "machine " + machine + " on " + accelerator.word();
        }
    }

    private static Ability continuing(QemuArgs.Surroundings saved, Optional<Maker> now) {
        if (now.isEmpty()) {
            return unable("QEMU is not on this machine");
        }
        if (!now.get().equals(Maker.of(saved))) {
            return unable(
                    "it is of " + Maker.of(saved) + ", and QEMU makes " + now.get() + " here");
        }
        for (Images.Files image : saved.images().values()) {
            for (Optional<Path> file :
                    java.util.List.of(image.kernel(), image.initramfs(), image.disk())) {
                if (file.filter(path -> !Files.isReadable(path)).isPresent()) {
                    return unable("its image's file " + file.get() + " is gone");
                }
            }
        }
        return new Ability.Able();
    }

    private static Ability unable(String why) {
        return new Ability.Unable(why, "Drop it, and start the VM anew: oxt vm discard NAME");
    }

    static EngineException inTheWay(Vm vm) {
        return new EngineException(
                new Problem.Conflict(
                        "saved-state-in-the-way",
                        "VM " + vm.name() + " has a saved state, which would be of another moment.",
                        "Drop it first: oxt vm discard " + vm.name()));
    }
}
