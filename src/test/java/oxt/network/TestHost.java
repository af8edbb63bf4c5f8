package oxt.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import oxt.engine.Engine;
import oxt.engine.files.Layout;
import oxt.engine.qemu.QemuEngine;
import oxt.guest.GuestImages;
import oxt.host.CgroupParent;
import oxt.host.image.Recipe;
import oxt.model.VmId;

/** The QEMU engine in a folder of its own. */
record TestHost(Path folder, Engine engine) implements AutoCloseable {

    static TestHost open() throws IOException, InterruptedException {
        GuestImages images = GuestImages.with(Recipe.MINIMAL, Recipe.NETWORK);
        // Short, because sockets are in it, and open, because VMs are users of their own.
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "oxt");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Layout layout = new Layout(folder.resolve("state"), folder.resolve("run"));
        Map<VmId, Integer> numbers = new ConcurrentHashMap<>();
        AtomicInteger last = new AtomicInteger();
        Engine engine =
                new QemuEngine(
                        layout,
                        images,
                        vm -> numbers.computeIfAbsent(vm, _ -> last.incrementAndGet()),
                        new CgroupParent.Absent("A test has none."));
        return new TestHost(folder, engine);
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
