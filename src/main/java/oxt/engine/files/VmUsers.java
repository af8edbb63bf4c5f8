package oxt.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import oxt.host.PosixFiles;
import oxt.model.VmId;

/** Whose the processes and files of VMs are. */
public sealed interface VmUsers {
    /** Far above what people, daemons and containers are given. */
    int FIRST = 1_500_000_000;

    /** The daemon is root: each VM is a user of its own. */
    record Separate(VmNumbers numbers) implements VmUsers {}

    /** The daemon is a plain user, and so are all its VMs. */
    record Shared() implements VmUsers {}

    /** What {@code uid} makes possible. */
    static VmUsers of(int uid, VmNumbers numbers) {
        return uid == 0 ? new Separate(numbers) : new Shared();
    }

    /** The user and group number of a VM's process, where it has its own. */
    default OptionalInt number(VmId vm) {
        return switch (this) {
            case Separate(var numbers) -> OptionalInt.of(FIRST + numbers.number(vm));
            case Shared _ -> OptionalInt.empty();
        };
    }

    /** The VM's process owns it, nobody else sees it. */
    default void give(Path path, VmId vm) throws IOException {
        OptionalInt number = number(vm);
        if (number.isPresent()) {
            own(path, number.getAsInt(), number.getAsInt());
        }
        mode(path, Files.isDirectory(path) ? "rwx------" : "rw-------");
    }

    /** The daemon owns it; the VM's process may pass through the folder and change nothing. */
    default void open(Path folder, VmId vm) throws IOException {
        OptionalInt number = number(vm);
        if (number.isPresent()) {
            own(folder, 0, number.getAsInt());
            mode(folder, "rwx--x---");
        } else {
            mode(folder, "rwx------");
        }
    }

    /** The daemon owns it, nobody else sees it. */
    default void close(Path path) throws IOException {
        if (this instanceof Separate) {
            own(path, 0, 0);
        }
        mode(path, Files.isDirectory(path) ? "rwx------" : "rw-------");
    }

    /** The daemon owns it; who can get to it reads it, and nobody writes to it. */
    default void fix(Path file) throws IOException {
        if (this instanceof Separate) {
            own(file, 0, 0);
        }
        mode(file, "r--r--r--");
    }

    /** A folder through which every VM's process may pass, and that only the daemon can read. */
    default void passage(Path folder) throws IOException {
        Files.createDirectories(folder);
        mode(folder, this instanceof Separate ? "rwx--x--x" : "rwx------");
    }

    static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static void own(Path path, int user, int group) {
        PosixFiles.give(path, new PosixFiles.Owner(user, group));
    }
}
