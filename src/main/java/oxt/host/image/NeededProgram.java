package oxt.host.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** A program of the host that building images takes, and the Debian package that brings it. */
public record NeededProgram(String name, String debianPackage) {
    static final NeededProgram APT_GET = new NeededProgram("apt-get", "apt");
    static final NeededProgram DPKG_DEB = new NeededProgram("dpkg-deb", "dpkg");
    static final NeededProgram MMDEBSTRAP = new NeededProgram("mmdebstrap", "mmdebstrap");
    static final NeededProgram MKE2FS = new NeededProgram("mke2fs", "e2fsprogs");
    static final NeededProgram QEMU_IMG = new NeededProgram("qemu-img", "qemu-utils");

    /** Everything else that a build runs comes out of the packages it fetches. */
    public static final List<NeededProgram> ALL = List.of(APT_GET, DPKG_DEB);

    /** What some builds run besides. */
    static final List<NeededProgram> KNOWN =
            List.of(APT_GET, DPKG_DEB, MMDEBSTRAP, MKE2FS, QEMU_IMG);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The problem of each program that none of the search path's folders has. */
    public static List<Problem> missing(List<Path> searchPath) {
        var missing = new ArrayList<Problem>();
        for (NeededProgram program : ALL) {
            if (searchPath.stream().noneMatch(f -> Files.isExecutable(f.resolve(program.name)))) {
                missing.add(program.absent());
            }
        }
        return missing;
    }

    /** The version of the Debian package that brings it. */
    String version(Path folder) throws InterruptedException {
        List<String> command =
                List.of("dpkg-query", "--show", "--showformat=${Version}", debianPackage);
        try {
            return new Program(command, folder, PATIENCE).run();
        } catch (ProblemException notInstalled) {
            throw new ProblemException(absent(), notInstalled);
        }
    }

    Problem absent() {
        return new Problem.Missing(
                "program-missing",
                "The program " + name + " is not on this machine.",
                "Run: sudo apt-get install " + debianPackage);
    }
}
