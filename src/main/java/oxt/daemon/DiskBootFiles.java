package oxt.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oxt.host.FileProblems;
import oxt.trust.Bytes;
import oxt.trust.rehearsal.BootFiles;

/**
 * Boot files where distributions mount them.
 *
 * @param roots what a boot loader may call its root
 */
record DiskBootFiles(List<Path> roots) implements BootFiles {
    static final DiskBootFiles OF_HOST =
            new DiskBootFiles(
                    List.of(Path.of("/boot/efi"), Path.of("/efi"), Path.of("/boot"), Path.of("/")));

    /** A unified image with a large initramfs. */
    private static final int LARGEST = 512 << 20;

    @Override
    public List<Bytes> find(String path) {
        List<Bytes> found = new ArrayList<>();
        for (Path root : roots) {
            Path file = root.resolve(path.substring(1)).normalize();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                found.add(content(file));
            }
        }
        return found;
    }

    private static Bytes content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.of(in.readNBytes(LARGEST));
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }
}
