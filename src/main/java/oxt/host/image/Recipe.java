package oxt.host.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oxt.model.ImageName;

/** The images that oxt knows how to make. */
public enum Recipe {
    /** Debian's cloud kernel and busybox, and little else. */
    MINIMAL,
    /** The same and what it takes to route, filter and give names. */
    NETWORK,
    /** Debian with systemd, on a disk of its own. */
    DEBIAN;

    /** The devices a VM of ours may have; the guest loads those it finds. */
    private static final List<String> DEVICE_MODULES =
            List.of(
                    "virtio_pci",
                    "virtio_net",
                    "virtio_blk",
                    "virtio_balloon",
                    "virtio_console",
                    "virtio_rng",
                    "evdev",
                    "button",
                    "xen_netfront",
                    "xen_blkfront");

    /** The far ends of other VMs' network cards on Xen, and what joins them to a slot. */
    private static final List<String> XEN_BACKEND_MODULES = List.of("xen_netback", "bridge");

    /** How a VM can be started from an image. */
    enum BootWays {
        /** The kernel is handed to QEMU. */
        DIRECT,
        /** The same, and from a disk by BIOS and by UEFI. */
        EVERY
    }

    /** The recipe of an image's name. */
    public static Optional<Recipe> of(ImageName name) {
        return Arrays.stream(values()).filter(r -> r.imageName().equals(name)).findFirst();
    }

    public ImageName imageName() {
        return new ImageName(folder());
    }

    /** One sentence for people. */
    public String description() {
        return switch (this) {
            case MINIMAL -> "A shell on Debian's kernel, for trying things out.";
            case NETWORK ->
                    "The network driver domain: routes, filters, gives addresses and names.";
            case DEBIAN -> "Debian with systemd and apt, on a disk of 2 GiB.";
        };
    }

    /** The resources folder with the files of this image alone. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Packages that bring programs with shared libraries. */
    List<String> packages() {
        return switch (this) {
            case MINIMAL -> List.of();
            case NETWORK -> List.of("nftables", "dnsmasq-base", "xenstore-utils");
            case DEBIAN -> List.of();
        };
    }

    /** Paths within those packages. */
    List<String> programs() {
        return switch (this) {
            case MINIMAL -> List.of();
            case NETWORK ->
                    List.of(
                            "usr/sbin/nft",
                            "usr/sbin/dnsmasq",
                            "usr/bin/xenstore-read",
                            "usr/bin/xenstore-write");
            case DEBIAN -> List.of();
        };
    }

    /** Packages of the system on its disk, with all that they need and all that is essential. */
    List<String> systemPackages() {
        return switch (this) {
            case MINIMAL, NETWORK -> List.of();
            case DEBIAN ->
                    List.of(
                            "?essential",
                            "usr-is-merged",
                            "apt",
                            "debian-archive-keyring",
                            "systemd",
                            "systemd-sysv",
                            "udev",
                            "dbus",
                            "iproute2",
                            "kmod",
                            "systemd-resolved",
                            // What the agent grows file systems with.
                            "e2fsprogs",
                            "fdisk");
        };
    }

    /** Kernel modules to put in, without what they depend on. */
    List<String> modules() {
        if (this == DEBIAN) {
            // What it takes to find the disk; the rest is on it.
            return List.of("virtio_pci", "virtio_blk", "xen_blkfront", "ext4");
        }
        var modules = new ArrayList<>(DEVICE_MODULES);
        modules.addAll(roleModules());
        if (this == NETWORK) {
            modules.addAll(XEN_BACKEND_MODULES);
        }
        return List.copyOf(modules);
    }

    /** Kernel modules the guest loads whatever its devices are. */
    List<String> roleModules() {
        return switch (this) {
            case MINIMAL, DEBIAN -> List.of();
            case NETWORK ->
                    List.of(
                            "nf_tables",
                            "nf_conntrack",
                            "nft_ct",
                            "nft_chain_nat",
                            "nft_masq",
                            "nft_limit",
                            "nft_connlimit",
                            "nft_reject_inet");
        };
    }

    BootWays bootWays() {
        return switch (this) {
            case MINIMAL, DEBIAN -> BootWays.EVERY;
            case NETWORK -> BootWays.DIRECT;
        };
    }
}
