package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.engine.EngineException;
import oxt.engine.files.DurableFile;
import oxt.engine.files.LaunchFile;
import oxt.engine.files.Layout;
import oxt.engine.files.StateFolder;
import oxt.engine.files.VmUsers;
import oxt.host.PosixFiles;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Ability;
import oxt.plan.Run;

/**
 * What was saved of VMs, by {@code xl save}: the guest is asked to suspend itself, so one that was
 * held runs for the moment which that takes.
 */
final class XenSaved {
    private final Layout layout;
    private final VmUsers users;
    private final Xl xl;

    XenSaved(Layout layout, VmUsers users, Xl xl) {
        this.layout = layout;
        this.users = users;
        this.xl = xl;
    }

    boolean isThere(VmId vm) {
        return folder(vm).isThere();
    }

    StateFolder.Description<Vm> read(VmId vm) throws IOException, EngineException {
        return folder(vm).read(vm, node -> VmDocument.read(vm(node), vm));
    }

    Run run(VmId vm) throws IOException, EngineException {
        return new Run.Saved(read(vm).launch(), new Ability.Able());
    }

    /** The domain stays, held as it was. */
    void save(Domains.Domain domain, Vm launched, Duration patience)
            throws IOException, EngineException, InterruptedException {
        if (isThere(launched.id())) {
            return;
        }
        users.passage(layout.state());
        users.passage(layout.vmFolders());
        Files.createDirectories(layout.vmFolder(launched.id()));
        users.open(layout.vmFolder(launched.id()), launched.id());
        StateFolder folder = folder(launched.id());
        Path memory = folder.begin();
        String number = XenMachines.number(domain);
        xl.run(patience, "unpause", number);
        // Left as it is held: -p.
        xl.run(patience, "save", "-p", number, memory.toString());
        PosixFiles.sync(memory);
        folder.finish(
                new StateFolder.Description<>(
                        XenLauncher.document(launched), StateFolder.sum(memory)));
    }

    /** The file, looked at byte by byte. */
    Path verified(VmId vm) throws IOException, EngineException {
        folder(vm).verify(vm, read(vm).memory());
        return folder(vm).memory();
    }

    void remove(VmId vm) throws IOException {
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

    static EngineException inTheWay(VmId vm) {
        return new EngineException(
                new Problem.Conflict(
                        "saved-state-in-the-way",
                        "VM " + vm + " has a saved state, which would be of another moment.",
                        "Drop it first: oxt vm discard NAME"));
    }

    private StateFolder folder(VmId vm) {
        return new StateFolder(layout.saved(vm));
    }

    private static Node vm(Node document) {
        return document instanceof Node.Mapping mapping
                ? mapping.find(LaunchFile.VM).orElse(document)
                : document;
    }
}
