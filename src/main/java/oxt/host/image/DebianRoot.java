package oxt.host.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oxt.host.Accounts;
import oxt.model.ProblemException;

/**
 * Debian with systemd as an ext4 file system: mmdebstrap installs exactly the given packages, from
 * a folder and without the network; then mke2fs packs what is there.
 *
 * <p>The same packages give the same bytes: mmdebstrap promises that of its archive, whose files
 * are never younger than {@code SOURCE_DATE_EPOCH}; mke2fs takes files by name, and what it would
 * take from the clock, from chance and from its own settings is given. {@link Ext4Times} does the
 * rest.
 */
final class DebianRoot {
    /** Installing takes half a minute; on a busy machine with a slow disk some. */
    private static final Duration INSTALLING = Duration.ofMinutes(20);

    private static final Duration PACKING = Duration.ofMinutes(10);

    /** What nobody reads in a guest. It also makes the image a third smaller. */
    private static final List<String> LEFT_OUT =
            List.of(
                    "/usr/share/man/*",
                    "/usr/share/info/*",
                    "/usr/share/doc/*",
                    "/usr/share/locale/*",
                    "/usr/lib/udev/hwdb.d/*",
                    "/usr/lib/x86_64-linux-gnu/gconv/*");

    /**
     * "oxt debi": the file system's own, the same each time, as is what its names are hashed by.
     */
    private static final String UUID = "6f787420-6465-4269-8000-000000000001";

    private static final String HASH_SEED = "6f787420-6465-4269-8000-000000000002";

    /** Named one by one, so that the host's mke2fs.conf does not matter. */
    private static final String FEATURES =
            "none,has_journal,ext_attr,dir_index,filetype,extent,flex_bg,sparse_super,large_file,"
                    + "huge_file,dir_nlink,extra_isize,resize_inode";

    /** Files of a guest go there; what is not written takes no room on the host. */
    static final long SIZE = 2L << 30;

    static final String LABEL = "oxt-root";

    private static final String UNIT = "oxt-build-image.service";

    private final Path work;

    DebianRoot(Path work) {
        this.work = work;
    }

    /**
     * @param files in the folder of what is put in besides the packages, by root's own paths
     */
    Path write(List<DebianPackage> packages, List<Path> debs, Path files, BuildProgress progress)
            throws IOException, InterruptedException {
        progress.begins("listing " + packages.size() + " packages of the system");
        Path repository = repository(packages, debs);
        progress.begins("installing " + packages.size() + " packages, which takes a minute");
        Path archive = work.resolve("root.tar");
        run(install(packages, repository, files, archive), INSTALLING);
        progress.begins("packing the file system");
        Path image = work.resolve("root.ext4");
        Path script = work.resolve("pack");
        Files.writeString(script, pack(archive, image));
        List<String> command = new ArrayList<>();
        if (Accounts.ownUserId() != 0) {
            // Among users of its own, as mmdebstrap was: files belong to more than one.
            command.addAll(List.of(NeededProgram.MMDEBSTRAP.name(), "--unshare-helper"));
        }
        command.addAll(List.of("/bin/sh", "-eu", script.toString()));
        run(command, PACKING);
        Files.delete(archive);
        Ext4Times.settle(image);
        return image;
    }

    /**
     * Installing takes rights that the daemon's own unit has given up for good (mounts, devices,
     * other roots), so where systemd runs the daemon, it is asked for a unit without those bounds.
     */
    private void run(List<String> command, Duration patience) throws InterruptedException {
        boolean inUnit =
                Accounts.ownUserId() == 0
                        && System.getenv("INVOCATION_ID") != null
                        && Files.isDirectory(Path.of("/run/systemd/system"));
        if (!inUnit) {
            new Program(command, work, patience, environment()).run();
            return;
        }
        List<String> outside = new ArrayList<>(List.of("systemd-run", "--quiet", "--collect"));
        outside.addAll(List.of("--wait", "--pipe", "--unit=" + UNIT));
        outside.add("--working-directory=" + work);
        outside.add("--setenv=LC_ALL=C");
        outside.add("--setenv=TZ=UTC");
        outside.add("--setenv=SOURCE_DATE_EPOCH=" + Program.TIME_OF_FILES);
        environment().forEach((name, value) -> outside.add("--setenv=" + name + "=" + value));
        outside.add("--");
        outside.addAll(command);
        try {
            new Program(outside, work, patience).run();
        } catch (InterruptedException | ProblemException e) {
            // The unit does not end with whoever waits for it.
            stopUnit();
            throw e;
        }
    }

    private static void stopUnit() {
        try {
            int _ =
                    new ProcessBuilder("systemctl", "stop", UNIT)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue();
        } catch (IOException absent) {
            // Then systemd-run was not there either, and there is no unit.
        }
    }

    /** How it is made, which is part of what it is made from. */
    String text() {
        return String.join(" ", install(List.of(), Path.of("r"), Path.of("f"), Path.of("a")))
                + pack(Path.of("a"), Path.of("i"));
    }

    /** The flat folder of packages and its list that apt reads like any archive. */
    private Path repository(List<DebianPackage> packages, List<Path> debs)
            throws IOException, InterruptedException {
        Path repository = Files.createDirectory(work.resolve("repository"));
        StringBuilder list = new StringBuilder();
        for (int index = 0; index < debs.size(); index++) {
            Path deb = debs.get(index);
            Files.copy(deb, repository.resolve(deb.getFileName()));
            String control =
                    new Program(
                                    List.of(NeededProgram.DPKG_DEB.name(), "-f", deb.toString()),
                                    work,
                                    PACKING)
                            .run();
            list.append(control.strip());
            list.append("\nFilename: ./").append(deb.getFileName());
            list.append("\nSize: ").append(Files.size(deb));
            String digest = packages.get(index).digest().text();
            list.append("\nSHA256: ").append(digest.substring("sha256:".length()));
            list.append("\n\n");
        }
        Files.writeString(repository.resolve("Packages"), list);
        return repository;
    }

    private List<String> install(
            List<DebianPackage> packages, Path repository, Path files, Path archive) {
        List<String> command = new ArrayList<>(List.of(NeededProgram.MMDEBSTRAP.name()));
        command.add(Accounts.ownUserId() == 0 ? "--mode=root" : "--mode=unshare");
        command.addAll(List.of("--variant=custom", "--format=tar", "--skip=check/empty"));
        command.add(
                "--include="
                        + String.join(",", packages.stream().map(DebianPackage::name).toList()));
        command.add("--aptopt=Acquire::Languages \"none\"");
        // The power may fail: then the build is done again.
        command.add("--dpkgopt=force-unsafe-io");
        LEFT_OUT.forEach(path -> command.add("--dpkgopt=path-exclude=" + path));
        command.add(
                "--setup-hook=for each in bin sbin lib lib64; do mkdir -p \"$1/usr/$each\";"
                        + " ln -s \"usr/$each\" \"$1/$each\"; done");
        command.add("--customize-hook=" + customize(files));
        command.addAll(
                List.of("oxt", archive.toString(), "deb [trusted=yes] copy:" + repository + " ./"));
        return command;
    }

    /** Files of ours belong to root, whoever builds. */
    private static String customize(Path files) {
        return String.join(
                "; ",
                "set -eu",
                "rm -rf \"$1\"/etc/apt/sources.list \"$1\"/etc/apt/sources.list.d/*"
                        + " \"$1\"/etc/hostname \"$1\"/etc/resolv.conf",
                "cp -R --no-dereference --preserve=mode,links '" + files + "'/. \"$1\"/",
                "for each in \"$1\"/lib/modules/*; do"
                        + " chroot \"$1\" depmod \"$(basename \"$each\")\"; done");
    }

    private static String pack(Path archive, Path image) {
        String folder = "root";
        return String.join(
                        "\n",
                        "umask 022",
                        "mkdir " + folder,
                        "tar -C " + folder + " --numeric-owner -xpf '" + archive + "'",
                        "rm -rf " + folder + "/dev/*",
                        // Empty: the first start of each VM gives it one of its own.
                        ": > " + folder + "/etc/machine-id",
                        "touch -d @$SOURCE_DATE_EPOCH " + folder + "/etc/machine-id",
                        "touch -d @$SOURCE_DATE_EPOCH " + folder + "/etc " + folder + "/dev",
                        "mke2fs -q -F -t ext4 -L "
                                + LABEL
                                + " -U "
                                + UUID
                                + " -E hash_seed="
                                + HASH_SEED
                                + ",root_owner=0:0,lazy_itable_init=0 -O "
                                + FEATURES
                                + " -I 256 -b 4096 -m 1 -d "
                                + folder
                                + " '"
                                + image
                                + "' "
                                + (SIZE >> 10)
                                + "k",
                        "rm -rf " + folder)
                + "\n";
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATH",
                "/usr/sbin:/usr/bin:/sbin:/bin",
                "E2FSPROGS_FAKE_TIME",
                Program.TIME_OF_FILES,
                "MKE2FS_CONFIG",
                "/dev/null",
                "TMPDIR",
                work.toString());
    }
}
