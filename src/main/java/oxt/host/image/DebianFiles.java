package oxt.host.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import oxt.model.Digest;

/** What is in the image debian besides Debian's packages: a few files, links, kernel modules. */
final class DebianFiles {
    private static final String UNITS = "etc/systemd/system/";
    private static final String DEBIAN_UNITS = "/lib/systemd/system/";

    /** A file of ours, from the resources. */
    private record Placed(String resource, String path, String permissions) {}

    private static final List<Placed> FILES =
            List.of(
                    new Placed("debian/fstab", "etc/fstab", "rw-r--r--"),
                    new Placed(
                            "debian/lan.network",
                            "etc/systemd/network/80-lan.network",
                            "rw-r--r--"),
                    new Placed("common/agent", "etc/oxt/agent", "rwxr-xr-x"),
                    new Placed(
                            "debian/oxt-agent.service", UNITS + "oxt-agent.service", "rw-r--r--"),
                    new Placed("debian/oxt-up.service", UNITS + "oxt-up.service", "rw-r--r--"),
                    new Placed(
                            "debian/autologin.conf",
                            UNITS + "serial-getty@.service.d/autologin.conf",
                            "rw-r--r--"),
                    new Placed(
                            "debian/autologin.conf",
                            UNITS + "getty@.service.d/autologin.conf",
                            "rw-r--r--"));

    /** Beside the agent, which starts it. */
    private record Program(String path, Supplier<byte[]> bytes) {}

    private static final List<Program> PROGRAMS =
            List.of(
                    new Program("etc/oxt/freshen", FreshenProgram::bytes),
                    new Program("etc/oxt/pump", PumpProgram::bytes));

    private record Link(String path, String target) {}

    private static final List<Link> LINKS =
            List.of(
                    new Link(UNITS + "multi-user.target.wants/oxt-up.service", "../oxt-up.service"),
                    new Link(
                            UNITS + "multi-user.target.wants/oxt-agent.service",
                            "../oxt-agent.service"),
                    new Link(
                            UNITS + "multi-user.target.wants/systemd-networkd.service",
                            DEBIAN_UNITS + "systemd-networkd.service"),
                    new Link(
                            UNITS + "multi-user.target.wants/systemd-resolved.service",
                            DEBIAN_UNITS + "systemd-resolved.service"),
                    new Link("etc/resolv.conf", "/run/systemd/resolve/stub-resolv.conf"),
                    // Of no use in a guest that is always new, and seconds under emulation.
                    new Link(UNITS + "apt-daily.timer", "/dev/null"),
                    new Link(UNITS + "apt-daily-upgrade.timer", "/dev/null"),
                    new Link(UNITS + "dpkg-db-backup.timer", "/dev/null"),
                    new Link(UNITS + "e2scrub_all.timer", "/dev/null"),
                    new Link(UNITS + "e2scrub_reap.service", "/dev/null"),
                    new Link(UNITS + "systemd-networkd-wait-online.service", "/dev/null"));

    /** Drivers of cards that no VM of ours has; 40 MiB of modules. */
    private static final List<String> NO_SUCH_CARDS =
            List.of("drivers/infiniband", "drivers/net/ethernet", "drivers/net/wireless");

    private DebianFiles() {}

    /** Into an empty folder; what it is called there is what it is called in the guest. */
    static void write(Path folder, Path modules, String sources) throws IOException {
        for (Placed file : FILES) {
            Path path = folder.resolve(file.path);
            Files.createDirectories(path.getParent());
            Files.write(path, GuestScripts.content(file.resource));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(file.permissions));
        }
        for (Program program : PROGRAMS) {
            Path path = folder.resolve(program.path);
            Files.write(path, program.bytes.get());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (Link link : LINKS) {
            Path path = folder.resolve(link.path);
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(link.target));
        }
        Path list = folder.resolve("etc/apt/sources.list");
        Files.createDirectories(list.getParent());
        Files.writeString(list, sources);
        copyModules(modules, folder.resolve("usr/lib/modules").resolve(modules.getFileName()));
        readable(folder);
    }

    /** What decides the image besides the packages: the text of all that is put in. */
    static String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Placed file : FILES) {
            text.append(file).append(Digest.of(GuestScripts.content(file.resource)));
        }
        for (Program program : PROGRAMS) {
            text.append(program.path).append(Digest.of(program.bytes.get()));
        }
        return text.append(LINKS).append(NO_SUCH_CARDS).toString();
    }

    private static void copyModules(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.sorted().toList()) {
                String name = from.relativize(each).toString();
                boolean wanted =
                        NO_SUCH_CARDS.stream().noneMatch(card -> name.startsWith("kernel/" + card));
                if (wanted && Files.isDirectory(each)) {
                    Files.createDirectories(to.resolve(name));
                } else if (wanted && Files.isRegularFile(each)) {
                    Files.copy(each, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Whatever the daemon's own umask is. */
    private static void readable(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        try (Stream<Path> all = Files.walk(folder.resolve("usr"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        Files.setPosixFilePermissions(
                folder.resolve("etc/apt/sources.list"),
                PosixFilePermissions.fromString("rw-r--r--"));
    }
}
