package oxt.host.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oxt.model.ImageName;

/** The images that oxt knows how to make. */
public enum Recipe {
    /** A shell and little else: Debian's cloud kernel and busybox. Starts in every way a VM can. */
    MINIMAL(
            "A shell on Debian's kernel, for trying things out.",
            List.of(),
            List.of(),
            List.of(),
            BootWays.EVERY),

    /** The network driver domain: the same and what it takes to route, filter and give names. */
    NETWORK(
            "The network driver domain: routes, filters, gives addresses and names.",
            List.of("nftables", "dnsmasq-base"),
            List.of("usr/sbin/nft", "usr/sbin/dnsmasq"),
            List.of(
                    "nf_tables",
                    "nf_conntrack",
                    "nft_ct",
                    "nft_chain_nat",
                    "nft_masq",
                    "nft_limit",
                    "nft_reject_inet"),
            BootWays.DIRECT);

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
                    "button");

    private final String description;
    private final List<String> packages;
    private final List<String> programs;
    private final List<String> roleModules;
    private final BootWays bootWays;

    /** How a VM can be started from an image. */
    enum BootWays {
        /** The kernel is handed to QEMU. */
        DIRECT,
        /** The same, and from a disk by BIOS and by UEFI. */
        EVERY
    }

    Recipe(
            String description,
            List<String> packages,
            List<String> programs,
            List<String> roleModules,
            BootWays bootWays) {
        this.description = description;
        this.packages = packages;
        this.programs = programs;
        this.roleModules = roleModules;
        this.bootWays = bootWays;
    }

    public ImageName imageName() {
        return new ImageName(folder());
    }

    /** One sentence for people. */
    public String description() {
        return description;
    }

    /** The recipe of an image's name. */
    public static Optional<Recipe> of(ImageName name) {
        return Arrays.stream(values()).filter(r -> r.imageName().equals(name)).findFirst();
    }

    /** The resources folder with the files of this image alone. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Packages that bring programs with shared libraries. */
    List<String> packages() {
        return packages;
    }

    /** Paths within those packages. */
    List<String> programs() {
        return programs;
    }

    /** Kernel modules to put in, without what they depend on. */
    List<String> modules() {
        var modules = new ArrayList<>(DEVICE_MODULES);
        modules.addAll(roleModules);
        return List.copyOf(modules);
    }

    /** Kernel modules the guest loads whatever its devices are. */
    List<String> roleModules() {
        return roleModules;
    }

    BootWays bootWays() {
        return bootWays;
    }
}
