package oxt.daemon.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.host.diskfile.VmFile;
import oxt.host.diskfile.VmFileDisk;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskName;
import oxt.model.DiskSource;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;

/** A VM's document on its way from one host to another. */
public final class VmTransfer {
    private VmTransfer() {}

    /**
     * As it leaves: a disk that comes along needs no image, only its size.
     *
     * @param size of a disk that comes along, as the guest sees it
     */
    public static Node.Mapping leaving(Vm vm, java.util.function.Function<Disk, ByteSize> size) {
        Node.Mapping document = VmDocument.write(vm);
        List<Node> disks = new ArrayList<>();
        for (Node node : items(document, "disks")) {
            Node.Mapping disk = (Node.Mapping) node;
            Disk described = vm.disks().get(disks.size());
            disks.add(
                    described.hasFile()
                            ? disk.without("image")
                                    .with("blank", Node.text(size.apply(described).toString()))
                            : disk);
        }
        return disks.isEmpty() ? document : document.with("disks", Node.sequence(disks));
    }

    /** As it arrives: a VM of its own, with addresses of its own, or all that is wrong with it. */
    public static Reading<Vm> arriving(VmFile file, Optional<VmName> name, VmId id) {
        return Json.read(file.document(), Bounds.REQUEST)
                .then(document -> VmDocument.read(fresh(document, name), id))
                .then(vm -> matching(vm, file));
    }

    private static Node fresh(Node document, Optional<VmName> name) {
        if (!(document instanceof Node.Mapping mapping)) {
            return document;
        }
        List<Node> nics = new ArrayList<>();
        for (Node nic : items(mapping, "nics")) {
            nics.add(nic instanceof Node.Mapping each ? each.without("mac") : nic);
        }
        // What comes from elsewhere does not start by itself before somebody has said so.
        Node.Mapping still = mapping.with("autostart", Node.text("off"));
        Node.Mapping fresh = nics.isEmpty() ? still : still.with("nics", Node.sequence(nics));
        return name.map(given -> fresh.with("name", Node.text(given.text()))).orElse(fresh);
    }

    private static List<Node> items(Node.Mapping document, String key) {
        return document.find(key).orElse(document) instanceof Node.Sequence(var items, _)
                ? items
                : List.of();
    }

    /** Every disk with a file of its own came along, and no other. */
    private static Reading<Vm> matching(Vm vm, VmFile file) {
        List<String> described = new ArrayList<>();
        for (Disk disk : vm.disks()) {
            if (disk.hasFile()) {
                boolean blank = disk.source() instanceof DiskSource.Blank;
                described.add(disk.name() + " " + disk.format() + (blank ? "" : " of an image"));
            }
        }
        List<String> came = new ArrayList<>();
        for (VmFileDisk disk : file.disks()) {
            came.add(disk.name() + " " + disk.format());
        }
        if (described.size() == came.size() && described.containsAll(came)) {
            return Reading.good(vm);
        }
        return Reading.bad(
                new Problem.Invalid(
                        "archive-disks-differ",
                        "The VM's document describes the disks "
                                + described
                                + ", and the file brings "
                                + came
                                + ".",
                        "Export the VM again."));
    }

    /** A Conflict where a disk that came has another size than its document says. */
    static Optional<Problem> mismatch(Vm vm, DiskName name, ByteSize size) {
        return vm.disks().stream()
                .filter(disk -> disk.name().equals(name))
                .filter(disk -> !disk.source().equals(new DiskSource.Blank(size)))
                .<Problem>map(
                        disk ->
                                new Problem.Invalid(
                                        "archive-disk-size",
                                        "Disk "
                                                + name
                                                + " has "
                                                + size
                                                + ", which is not what its document says.",
                                        "Export the VM again."))
                .findFirst();
    }
}
