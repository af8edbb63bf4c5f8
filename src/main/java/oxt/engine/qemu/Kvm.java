package oxt.engine.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.Set;
import oxt.engine.files.VmUsers;

/** The kernel's device for virtual machines. */
final class Kvm {
    static final Path DEVICE = Path.of("/dev/kvm");

    private Kvm() {}

    static boolean isThere() {
        return Files.exists(DEVICE);
    }

    /** The group that may use it, where there is one and it is not root's. */
    static OptionalInt group() {
        if (!isThere() || !may(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE)) {
            return OptionalInt.empty();
        }
        try {
            int group = (Integer) Files.getAttribute(DEVICE, "unix:gid");
            return group == 0 ? OptionalInt.empty() : OptionalInt.of(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether processes of VMs can be let at it. */
    static boolean isOpenTo(VmUsers users) {
        return switch (users) {
            case VmUsers.Separate _ ->
                    group().isPresent()
                            || may(
                                    PosixFilePermission.OTHERS_READ,
                                    PosixFilePermission.OTHERS_WRITE);
            case VmUsers.Shared _ -> Files.isReadable(DEVICE) && Files.isWritable(DEVICE);
        };
    }

    /** What could change without the machine being another: for the accelerators' memory. */
    static String look() {
        try {
            return isThere()
                    ? PosixFilePermissions.toString(Files.getPosixFilePermissions(DEVICE))
                            + " group "
                            + Files.getAttribute(DEVICE, "unix:gid")
                    : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean may(PosixFilePermission... permissions) {
        try {
            return Files.getPosixFilePermissions(DEVICE).containsAll(Set.of(permissions));
        } catch (IOException gone) {
            return false;
        }
    }
}
