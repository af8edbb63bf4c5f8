package oxt.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oxt.host.FileProblems;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.reconstruction.BootParts;
import oxt.trust.reconstruction.LogReconstruction;
import oxt.trust.rehearsal.BootFiles;
import oxt.trust.rehearsal.PeFile;

/**
 * Boot files where distributions mount them.
 *
 * @param roots what a boot loader may call its root
 */
record DiskBootFiles(List<Path> roots) implements BootFiles {
    static final DiskBootFiles OF_HOST =
            new DiskBootFiles(
                    List.of(Path.of("/boot/efi"), Path.of("/efi"), Path.of("/boot"), Path.of("/")));

    /** A unified image with a large initramfs; half of what the daemon has for all it does. */
    private static final int LARGEST = 128 << 20;

    /** Of those that are tried one after the other, so that memory for one suffices. */
    private static final int LARGEST_PROGRAM = 64 << 20;

    private static final int DEEPEST = 5;
    private static final Pattern BESIDE = Pattern.compile("(vmlinuz|xen).*|.+[.]efi");

    @Override
    public List<Bytes> find(String path) {
        List<Bytes> found = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path root : roots) {
            Path file = root.resolve(path.substring(1)).normalize();
            if (file.startsWith(root) && Files.isRegularFile(file) && isNew(file, seen)) {
                found.add(content(file));
            }
        }
        return found;
    }

    /** Every program for UEFI that a firmware or a boot loader finds, each once. */
    List<BootParts.Program> programs(Set<HashAlgorithm> banks) {
        List<BootParts.Program> programs = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path root : roots) {
            for (Path file : candidates(root)) {
                if (programs.size() < LogReconstruction.MOST_PROGRAMS
                        && isNew(file, seen)
                        && isSmall(file)) {
                    String path = "/" + root.relativize(file);
                    PeFile.read(content(file))
                            .map(read -> BootParts.Program.of(path, read, banks))
                            .ifPresent(programs::add);
                }
            }
        }
        return programs;
    }

    /** Below EFI whatever is called so, and beside it the kernels and hypervisors. */
    private static List<Path> candidates(Path root) {
        List<Path> all = new ArrayList<>();
        within(root.resolve("EFI"), DEEPEST).stream()
                .filter(file -> name(file).endsWith(".efi"))
                .forEach(all::add);
        within(root, 1).stream()
                .filter(file -> BESIDE.matcher(name(file)).matches())
                .forEach(all::add);
        return all;
    }

    private static List<Path> within(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException cause) {
            throw FileProblems.of(folder, cause);
        } catch (UncheckedIOException goneMeanwhile) {
            throw FileProblems.of(folder, new IOException(goneMeanwhile));
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    private static boolean isNew(Path file, Set<Path> seen) {
        try {
            return seen.add(file.toRealPath());
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static boolean isSmall(Path file) {
        try {
            return Files.size(file) <= LARGEST_PROGRAM;
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static Bytes content(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new ProblemException(
                        new Problem.Failed(
                                "boot-file-too-large",
                                file
                                        + " has "
                                        + (size >> 20)
                                        + "MiB; of a boot file at most "
                                        + (LARGEST >> 20)
                                        + "MiB are read.",
                                "Make it smaller (an initramfs with MODULES=dep), or keep the"
                                        + " recovery key at hand for the next boot."));
            }
            return Bytes.given(Files.readAllBytes(file));
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }
}
