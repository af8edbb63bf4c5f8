package oxt.engine.xen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oxt.engine.files.Images;
import oxt.engine.files.Layout;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.PciDevice;
import oxt.model.Vm;
import oxt.model.VmName;

/**
 * Disks, network cards and PCI devices as xl specifies them, in its configuration and its orders.
 */
public final class XlDevices {
    private XlDevices() {}

    /**
     * Where a NIC's link goes now.
     *
     * @param slot the number by which the driver domain knows it
     */
    public record Link(VmName backend, int slot) {}

    /** The bridge that a slot is in its driver domain. */
    public static String bridge(int slot) {
        return "slot" + slot;
    }

    /** {@code xvda}, {@code xvdb}, …: there are at most as many as there are letters. */
    static String vdev(int number) {
        if (number < 0 || number >= Vm.MOST_DISKS) {
            throw new IllegalArgumentException("disk " + number);
        }
        return "xvd" + (char) ('a' + number);
    }

    /** The parts of a disk's specification; its target comes last, as xl takes all behind it. */
    public static List<String> disk(Vm vm, int number, XlConfig.Surroundings around) {
        Disk disk = vm.disks().get(number);
        List<String> parts = new ArrayList<>();
        parts.add("vdev=" + vdev(number));
        parts.add("access=" + (disk.mode() == DiskMode.READ_ONLY ? "ro" : "rw"));
        if (disk.source() instanceof DiskSource.InDomain(var backend, var device)) {
            parts.add("format=raw");
            parts.add("backend=" + backend);
            parts.add("backendtype=phy");
            if (XlSince.isUntrusted(disk, around.xen())) {
                parts.add("untrusted");
            }
            parts.add("target=" + device);
            return parts;
        }
        boolean isQcow2 =
                disk.mode() == DiskMode.FRESH
                        || disk.mode() == DiskMode.PERSISTENT && disk.format() == DiskFormat.QCOW2;
        parts.add("format=" + (isQcow2 ? "qcow2" : "raw"));
        parts.add("backendtype=qdisk");
        parts.add("target=" + XlText.plain(file(vm, disk, around)));
        return parts;
    }

    private static Path file(Vm vm, Disk disk, XlConfig.Surroundings around) {
        Layout layout = around.layout();
        return switch (disk.mode()) {
            case PERSISTENT -> layout.disk(vm.id(), disk.name(), disk.format());
            case FRESH -> layout.overlay(vm.id(), disk.name());
            case READ_ONLY ->
                    switch (disk.source()) {
                        case DiskSource.FromImage(var image, _) -> {
                            Images.Files files = around.image(image);
                            yield files.disk().orElseThrow();
                        }
                        case DiskSource.Blank _, DiskSource.InDomain _ ->
                                throw new AssertionError(disk);
                    };
        };
    }

    static String pci(PciDevice device) {
        return device.address() + (device.permissive() ? ",permissive=1" : "");
    }
}
