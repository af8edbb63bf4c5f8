package oxt.engine.qemu;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import oxt.engine.files.Layout;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * Disks on QEMU's command line; pure. Every format is said, never found out: a guest writes what
 * would be looked at. Each chain of files is said too, so that a header cannot name another file.
 */
final class QemuDiskArgs {
    /** Who may write to a file. */
    private enum Access {
        READ_ONLY,
        READ_WRITE
    }

    private QemuDiskArgs() {}

    static List<String> of(Vm vm, Layout layout, QemuArgs.Surroundings surroundings) {
        List<String> args = new ArrayList<>();
        for (int index = 0; index < vm.disks().size(); index++) {
            Disk disk = vm.disks().get(index);
            OptionalInt port = surroundings.ports().of(Ports.device(disk.name()));
            int number = port.orElse(index);
            for (JsonObject block : blocks(vm.id(), disk, number, layout, surroundings)) {
                args.addAll(List.of("-blockdev", block.toString()));
            }
            String otherwise = "0x%x".formatted(QemuArgs.FIRST_DISK + index);
            Device card = card(disk, number, Device.Place.of(port, otherwise));
            args.addAll(List.of("-device", card.option()));
        }
        return args;
    }

    /** The card of a disk whose file is that node. */
    static Device card(Disk disk, int number, Device.Place place) {
        return Device.disk(
                Ports.device(disk.name()), node(number), serial(disk), number + 1, place);
    }

    /** By number and not by name: a node's has 31 bytes at most. */
    static String node(int number) {
        return "disk-" + number;
    }

    /** What a fresh disk is at each start. */
    static String imageNode(int number) {
        return node(number) + "-image";
    }

    static List<String> firmware(Vm vm, Layout layout, Path code) {
        return List.of(
                "-blockdev",
                node("firmware", DiskFormat.RAW, code, Access.READ_ONLY).toString(),
                "-blockdev",
                node("variables", DiskFormat.RAW, layout.variables(vm.id()), Access.READ_WRITE)
                        .toString());
    }

    /** The files of a disk, each before the one that needs it. */
    static List<JsonObject> blocks(
            VmId vm, Disk disk, int number, Layout layout, QemuArgs.Surroundings surroundings) {
        String node = node(number);
        Disk kept = surroundings.kept().get(disk.name());
        if (kept != null) {
            return upon(kept, vm, number, layout, surroundings);
        }
        if (disk.mode() == DiskMode.PERSISTENT) {
            Path file = layout.disk(vm, disk.name(), disk.format());
            return List.of(node(node, disk.format(), file, Access.READ_WRITE));
        }
        return switch (disk.source()) {
            case DiskSource.FromImage(var image, _) -> {
                Path file = surroundings.image(image).disk().orElseThrow();
                if (disk.mode() == DiskMode.READ_ONLY) {
                    yield List.of(node(node, DiskFormat.RAW, file, Access.READ_ONLY));
                }
                JsonObject overlay = overlay(vm, disk, node, layout);
                overlay.addProperty("backing", imageNode(number));
                yield List.of(
                        node(imageNode(number), DiskFormat.RAW, file, Access.READ_ONLY), overlay);
            }
            case DiskSource.Blank _ -> List.of(overlay(vm, disk, node, layout));
            case DiskSource.InDomain _ -> throw new AssertionError("refused by planning: " + disk);
        };
    }

    /** What a disposable writes, upon what its origin held, upon what that lay upon. */
    private static List<JsonObject> upon(
            Disk kept, VmId vm, int number, Layout layout, QemuArgs.Surroundings surroundings) {
        List<JsonObject> blocks = new ArrayList<>();
        boolean isFresh = kept.mode() == DiskMode.FRESH;
        Path file = layout.overlayBase(vm, kept.name());
        DiskFormat format = isFresh ? DiskFormat.QCOW2 : kept.format();
        JsonObject base = node(node(number) + "-kept", format, file, Access.READ_ONLY);
        if (isFresh && kept.source() instanceof DiskSource.FromImage(var image, _)) {
            Path below = surroundings.image(image).disk().orElseThrow();
            blocks.add(node(imageNode(number), DiskFormat.RAW, below, Access.READ_ONLY));
            base.addProperty("backing", imageNode(number));
        }
        blocks.add(base);
        JsonObject overlay = overlay(vm, kept, node(number), layout);
        overlay.addProperty("backing", node(number) + "-kept");
        blocks.add(overlay);
        return blocks;
    }

    private static JsonObject overlay(VmId vm, Disk disk, String node, Layout layout) {
        Path file = layout.overlay(vm, disk.name());
        return node(node, DiskFormat.QCOW2, file, Access.READ_WRITE);
    }

    private static JsonObject node(String name, DiskFormat format, Path file, Access access) {
        JsonObject node = new JsonObject();
        node.addProperty("driver", format.name().toLowerCase(Locale.ROOT));
        node.addProperty("node-name", name);
        JsonObject protocol = QemuText.file(file.toString());
        if (access == Access.READ_ONLY) {
            node.addProperty("read-only", true);
            protocol.addProperty("read-only", true);
        } else {
            // What the guest gives back is given back to the host.
            node.addProperty("discard", "unmap");
            protocol.addProperty("discard", "unmap");
        }
        node.add("file", protocol);
        if (format == DiskFormat.QCOW2) {
            node.add("backing", JsonNull.INSTANCE);
        }
        return node;
    }

    /** What the guest sees as the disk's serial number: virtio has 20 bytes for it. */
    private static String serial(Disk disk) {
        String name = disk.name().text();
        return name.length() <= 20 ? name : name.substring(0, 20);
    }
}
