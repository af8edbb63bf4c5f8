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
    /** The same with Debian's kernel for real machines and its drivers of network cards. */
    NETWORK_HARDWARE,
    /** Gives disks of its own to other VMs of a Xen host. */
    STORAGE,
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

    private static final List<String> FIREWALL_MODULES =
            List.of(
                    "nf_tables",
                    "nf_conntrack",
                    "nft_ct",
                    "nft_chain_nat",
                    "nft_masq",
                    "nft_limit",
                    "nft_connlimit",
                    "nft_reject_inet");

    /** The far ends of other VMs' network cards on Xen, and what joins them to a slot. */
    private static final List<String> XEN_NETWORK_MODULES = List.of("xen_netback", "bridge");

    /** Drivers that need no firmware from outside Debian's main archive. */
    private static final List<String> NETWORK_CARD_MODULES =
            List.of(
                    "e1000",
                    "e1000e",
                    "igb",
                    "igbvf",
                    "igc",
                    "ixgbe",
                    "ixgbevf",
                    "i40e",
                    "iavf",
                    "r8169",
                    "realtek",
                    "8139too",
                    "8139cp",
                    "tg3",
                    "atlantic",
                    "sky2",
                    "alx",
                    "atl1c",
                    "jme",
                    "forcedeth",
                    "vmxnet3");

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
        return new ImageName(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** One sentence for people. */
    public String description() {
        return switch (this) {
            case MINIMAL -> "A shell on Debian's kernel, for trying things out.";
            case NETWORK ->
                    "The network driver domain: routes, filters, gives addresses and names.";
            case NETWORK_HARDWARE ->
                    "The same with drivers of real network cards, for one that is passed through.";
            case STORAGE -> "The storage driver domain of a Xen host: other VMs' disks are on its.";
            case DEBIAN -> "Debian with systemd and apt, on a disk of 2 GiB.";
        };
    }

    /** Empty packages that name the newest kernel; its own has a name of this pattern. */
    enum Kernel {
        CLOUD("linux-image-cloud-amd64", "linux-image-[0-9].*-cloud-amd64"),
        GENERIC("linux-image-amd64", "linux-image-[0-9][-0-9.+deb]*-amd64");

        private final String newest;
        private final String pattern;

        Kernel(String newest, String pattern) {
            this.newest = newest;
            this.pattern = pattern;
        }

        String newest() {
            return newest;
        }

        boolean isNameOf(String debianPackage) {
            return debianPackage.matches(pattern);
        }
    }

    Kernel kernel() {
        return this == NETWORK_HARDWARE ? Kernel.GENERIC : Kernel.CLOUD;
    }

    /** Drivers that the guest finds by what a device says that it is. */
    List<String> driversByAlias() {
        return this == NETWORK_HARDWARE ? NETWORK_CARD_MODULES : List.of();
    }

    /** Packages that bring programs with shared libraries. */
    List<String> packages() {
        return switch (this) {
            case MINIMAL, DEBIAN -> List.of();
            case NETWORK, NETWORK_HARDWARE -> List.of("nftables", "dnsmasq-base", "xenstore-utils");
            case STORAGE -> List.of("xenstore-utils");
        };
    }

    /** Paths within those packages. */
    List<String> programs() {
        return switch (this) {
            case MINIMAL, DEBIAN -> List.of();
            case NETWORK, NETWORK_HARDWARE ->
                    List.of(
                            "usr/sbin/nft",
                            "usr/sbin/dnsmasq",
                            "usr/bin/xenstore-read",
                            "usr/bin/xenstore-write");
            case STORAGE -> List.of("usr/bin/xenstore-read", "usr/bin/xenstore-write");
        };
    }

    /** Packages of the system on its disk, with all that they need and all that is essential. */
    List<String> systemPackages() {
        return switch (this) {
            case MINIMAL, NETWORK, NETWORK_HARDWARE, STORAGE -> List.of();
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
        modules.addAll(driversByAlias());
        modules.addAll(
                switch (this) {
                    case NETWORK, NETWORK_HARDWARE -> XEN_NETWORK_MODULES;
                    case MINIMAL, STORAGE, DEBIAN -> List.of();
                });
        return List.copyOf(modules);
    }

    /** Kernel modules the guest loads whatever its devices are. */
    List<String> roleModules() {
        return switch (this) {
            case MINIMAL, DEBIAN -> List.of();
            case STORAGE -> List.of("xen_blkback");
            case NETWORK -> FIREWALL_MODULES;
            case NETWORK_HARDWARE -> {
                // A part of the cloud kernel; the generic one's packet filter does not load
                // without.
                List<String> modules = new ArrayList<>(List.of("crc32c_generic"));
                modules.addAll(FIREWALL_MODULES);
                yield List.copyOf(modules);
            }
        };
    }

    BootWays bootWays() {
        return switch (this) {
            case MINIMAL, DEBIAN -> BootWays.EVERY;
            // With a device passed through it is an HVM guest, and Xen boots those from a disk.
            case NETWORK_HARDWARE -> BootWays.EVERY;
            case NETWORK, STORAGE -> BootWays.DIRECT;
        };
    }
}
