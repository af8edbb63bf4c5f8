package oxt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import oxt.guest.GuestImages;
import oxt.host.FileTree;
import oxt.host.image.Recipe;

/** The folders of daemons whose VMs run real guests; closed, what still runs there is ended. */
public record GuestFolder(Path path) implements AutoCloseable {

    public static GuestFolder with(Recipe... recipes) throws IOException, InterruptedException {
        var _ = GuestImages.with(recipes);
        // Short, because the names of Unix sockets are.
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "oxt");
        Files.createDirectories(folder.resolve("state"));
        Files.createSymbolicLink(
                folder.resolve("state/images"),
                Path.of("target/guest-images/images").toAbsolutePath());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return new GuestFolder(folder);
    }

    public DaemonProcess daemon() throws IOException, InterruptedException {
        return DaemonProcess.begin(path);
    }

    /** What is in one of its folders; nothing where that is not there. */
    List<Path> entries(String name) {
        Path place = path.resolve(name);
        if (!Files.exists(place)) {
            return List.of();
        }
        try (var entries = Files.list(place)) {
            return entries.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        DaemonProcess.machines(path)
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        FileTree.remove(path);
    }
}
