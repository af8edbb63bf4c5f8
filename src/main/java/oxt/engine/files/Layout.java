package oxt.engine.files;

import java.nio.file.Path;
import java.util.Locale;
import oxt.model.DiskFormat;
import oxt.model.DiskName;
import oxt.model.VmId;
import oxt.plan.ArrivalName;
import oxt.plan.Origin;

/**
 * Where this engine keeps what.
 *
 * <pre>
 * STATE/vms/ID/disks/NAME.FORMAT        what the VM's disks hold
 * STATE/vms/ID/overlays/NAME.qcow2      what a fresh disk was written in this run
 * STATE/vms/ID/overlays/NAME.base       what a disposable's disk lies upon, and nobody writes to
 * STATE/vms/ID/variables.fd             UEFI variables
 * STATE/arriving/N/brought/             the same files of a VM that is being imported
 * STATE/vms/ID/saved/                   what was saved, see {@link StateFolder}
 * STATE/vms/ID/snapshots/NAME/          see {@link SnapshotFolder}
 * STATE/vms/ID/reverting                the snapshot that a revert is under way to
 * STATE/templates/ID/DIGEST/            a booted state that disposables of the VM begin from
 * RUN/vms/ID/launch.json, process       what runs, as the daemon knows it
 * RUN/vms/ID/carriers/NIC               cables that were taken out
 * RUN/vms/ID/s/                         the process's sockets
 * RUN/links/ID.NIC/, RUN/links/ID.SLOT/ the ends of links, see {@link Links}
 * RUN/logs/ID/                          serial console and QEMU's own words; outlives the run
 * </pre>
 *
 * Names of folders are short where sockets are: the kernel takes 107 bytes of path.
 */
public record Layout(Path state, Path run) {
    static final String BASE_END = ".base";

    public Layout {
        state = state.toAbsolutePath().normalize();
        run = run.toAbsolutePath().normalize();
    }

    public Path vmFolders() {
        return state.resolve("vms");
    }

    public Path vmFolder(VmId vm) {
        return vmFolders().resolve(vm.toString());
    }

    public Path disks(VmId vm) {
        return vmFolder(vm).resolve("disks");
    }

    public Path disk(VmId vm, DiskName disk, DiskFormat format) {
        return disks(vm).resolve(disk + "." + format.name().toLowerCase(Locale.ROOT));
    }

    /** What came with a VM that is being imported, checked and ready to be moved. */
    public Path brought(ArrivalName arrival) {
        return state.resolve("arriving").resolve(arrival.text()).resolve("brought");
    }

    public Path overlays(VmId vm) {
        return vmFolder(vm).resolve("overlays");
    }

    public Path overlay(VmId vm, DiskName disk) {
        return overlays(vm).resolve(disk + ".qcow2");
    }

    /** What a disposable's disk lies upon: another name of its origin's file. */
    public Path overlayBase(VmId vm, DiskName disk) {
        return overlays(vm).resolve(disk + BASE_END);
    }

    public Path variables(VmId vm) {
        return vmFolder(vm).resolve("variables.fd");
    }

    public Path saved(VmId vm) {
        return vmFolder(vm).resolve("saved");
    }

    public Path snapshots(VmId vm) {
        return vmFolder(vm).resolve("snapshots");
    }

    public Path reverting(VmId vm) {
        return vmFolder(vm).resolve("reverting");
    }

    public Path origins() {
        return state.resolve("templates");
    }

    /** The states that a VM's disposables begin from. */
    public Path origins(VmId template) {
        return origins().resolve(template.toString());
    }

    public Path origin(Origin origin) {
        return origins(origin.template()).resolve(origin.shortName());
    }

    /** What a disk held when the origin was kept, in the format that it then had. */
    public Path originDisk(Origin origin, DiskName disk) {
        return origin(origin).resolve("disks").resolve(disk.text());
    }

    public Path originVariables(Origin origin) {
        return origin(origin).resolve("variables.fd");
    }

    public Path runFolders() {
        return run.resolve("vms");
    }

    public Path runFolder(VmId vm) {
        return runFolders().resolve(vm.toString());
    }

    public Path launch(VmId vm) {
        return runFolder(vm).resolve("launch.json");
    }

    public Path process(VmId vm) {
        return runFolder(vm).resolve("process");
    }

    public Path carriers(VmId vm) {
        return runFolder(vm).resolve("carriers");
    }

    public Path sockets(VmId vm) {
        return runFolder(vm).resolve("s");
    }

    public Path monitor(VmId vm) {
        return sockets(vm).resolve("qmp.sock");
    }

    public Path serial(VmId vm) {
        return sockets(vm).resolve("serial.sock");
    }

    /** Where the daemon takes the machine's state while it is saved. */
    public Path state(VmId vm) {
        return sockets(vm).resolve("state.sock");
    }

    public Path vnc(VmId vm) {
        return sockets(vm).resolve("vnc.sock");
    }

    public Path agent(VmId vm) {
        return sockets(vm).resolve("agent.sock");
    }

    public Path network(VmId vm) {
        return sockets(vm).resolve("network.sock");
    }

    public Path links() {
        return run.resolve("links");
    }

    public Path link(LinkSide side) {
        return links().resolve(side.toString());
    }

    /** Only the process of the link's other side may search this. */
    public Path linkDoor(LinkSide side) {
        return link(side).resolve("end");
    }

    public Path linkSocket(LinkSide side) {
        return linkDoor(side).resolve("s");
    }

    /** A symbolic link to the other side's socket. */
    public Path linkPeer(LinkSide side) {
        return link(side).resolve("peer");
    }

    /** Where the client's driver domain sends nothing into the link. */
    public Path linkMuted(LinkSide.Client side) {
        return link(side).resolve("muted");
    }

    public Path logs() {
        return run.resolve("logs");
    }

    public Path log(VmId vm) {
        return logs().resolve(vm.toString());
    }
}
