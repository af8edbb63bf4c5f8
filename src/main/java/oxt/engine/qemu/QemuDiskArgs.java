package oxt.engine.qemu;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.Vm;

/**
 * Disks on QEMU's command line; pure. Every format is said, never found out: a guest writes what
 * would be looked at. Each chain of files is said too, so that a header cannot name another file.
 */
final class QemuDiskArgs {
    private static final int FIRST_DISK = 5;

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
            // Not the name: a node's has 31 bytes at most.
            String node = "disk-" + index;
            for (JsonObject block : blocks(vm, disk, node, layout, surroundings)) {
                args.addAll(List.of("-blockdev", block.toString()));
            }
            args.addAll(
                    List.of(
                            "-device",
                            "virtio-blk-pci,disable-legacy=on,id=%s-card,drive=%s,serial=%s,bootindex=%d,addr=0x%x"
                                    .formatted(
                                            node,
                                            node,
                                            serial(disk),
                                            index + 1,
                                            FIRST_DISK + index)));
        }
        return args;
    }

    static List<String> firmware(Vm vm, Layout layout, Path code) {
        return List.of(
                "-blockdev",
                node("firmware", DiskFormat.RAW, code, Access.READ_ONLY).toString(),
                "-blockdev",
                node("variables", DiskFormat.RAW, layout.variables(vm.id()), Access.READ_WRITE)
                        .toString());
    }

    private static List<JsonObject> blocks(
            Vm vm, Disk disk, String node, Layout layout, QemuArgs.Surroundings surroundings) {
        if (disk.mode() == DiskMode.PERSISTENT) {
            Path file = layout.disk(vm.id(), disk.name(), disk.format());
            return List.of(node(node, disk.format(), file, Access.READ_WRITE));
        }
        return switch (disk.source()) {
            case DiskSource.FromImage(var image) -> {
                Path file = surroundings.image(image).disk().orElseThrow();
                if (disk.mode() == DiskMode.READ_ONLY) {
                    yield List.of(node(node, DiskFormat.RAW, file, Access.READ_ONLY));
                }
                JsonObject overlay = overlay(vm, disk, node, layout);
                overlay.addProperty("backing", node + "-image");
                yield List.of(
                        node(node + "-image", DiskFormat.RAW, file, Access.READ_ONLY), overlay);
            }
            case DiskSource.Blank _ -> List.of(overlay(vm, disk, node, layout));
        };
    }

    private static JsonObject overlay(Vm vm, Disk disk, String node, Layout layout) {
        Path file = layout.overlay(vm.id(), disk.name());
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
