package oxt.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.api.ImageReply;
import oxt.daemon.work.HostFacts;
import oxt.daemon.work.ImageShelf;
import oxt.engine.Engine;
import oxt.engine.sim.SimEngine;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.diskfile.ReadableDisk;
import oxt.host.image.ImageCatalogue;
import oxt.host.image.ImageImporter;
import oxt.host.image.Recipe;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.ImagePart;

/** The simulated engine on a simulated machine: large, and with every image. */
final class SimMachinery {
    /** Enough for thousands of VMs, so that scale can be tried out. */
    private static final ByteSize MEMORY = ByteSize.gibibytes(4096);

    private SimMachinery() {}

    static Machinery make() {
        return of(new SimEngine(_ -> SimEngine.Guest.OBEDIENT));
    }

    static Machinery of(Engine engine) {
        ImageShelf images = new Images();
        return new Machinery(
                engine,
                new Host(images),
                images,
                () -> "sim",
                () ->
                        List.of(
                                new HostReply.Accelerator(
                                        "none",
                                        HostReply.Accelerator.Use.USED,
                                        "The VMs are simulated: no guest runs.")),
                () ->
                        List.of(
                                new Finding(
                                        "engine",
                                        Finding.Verdict.WARNING,
                                        "The VMs are simulated: no guest runs.",
                                        "For real ones: oxtd --engine qemu")),
                Duration.ZERO);
    }

    private record Host(ImageShelf shelf) implements HostFacts {
        @Override
        public ByteSize memory() {
            return MEMORY;
        }

        @Override
        public ByteSize availableMemory() {
            return MEMORY;
        }

        @Override
        public ByteSize residentMemory(VmId vm) {
            return new ByteSize(0);
        }

        @Override
        public Map<ImageName, Set<ImagePart>> images() {
            return shelf.parts();
        }
    }

    /** Building one takes no time, and gives nothing but its name. */
    private static final class Images implements ImageShelf {
        private final Map<ImageName, ImageReply.State> images = new TreeMap<>();

        Images() {
            images.put(new ImageName("minimal"), built());
            images.put(new ImageName("network"), built());
        }

        @Override
        public synchronized List<ImageReply> list() {
            List<ImageReply> list = new ArrayList<>();
            images.forEach(
                    (name, state) -> list.add(new ImageReply(name, "A simulated image.", state)));
            return list;
        }

        @Override
        public synchronized Map<ImageName, Set<ImagePart>> parts() {
            Map<ImageName, Set<ImagePart>> parts = new TreeMap<>();
            images.forEach(
                    (name, state) -> {
                        if (state instanceof ImageReply.State.Built built) {
                            parts.put(name, EnumSet.copyOf(built.parts()));
                        }
                    });
            return parts;
        }

        @Override
        public synchronized void build(ImageName image, Consumer<String> progress) {
            progress.accept("simulating the build");
            images.put(image, built());
        }

        @Override
        public synchronized void requireFree(ImageName image) {
            if (images.containsKey(image)) {
                throw new ProblemException(ImageCatalogue.taken(image));
            }
        }

        /** The file is looked at as any engine does; what it holds is not kept. */
        @Override
        public void take(
                ImageName image,
                Path file,
                Optional<DiskFileFormat> format,
                Consumer<String> progress) {
            requireFree(image);
            ReadableDisk disk = ImageImporter.looked(file, format, progress::accept);
            progress.accept("simulating the copy of " + disk.size());
            synchronized (this) {
                images.put(
                        image,
                        new ImageReply.State.Built(
                                "0".repeat(64),
                                disk.size(),
                                Instant.EPOCH,
                                List.of(ImagePart.DISK)));
            }
        }

        @Override
        public synchronized void discard(ImageName image) {
            if (Recipe.of(image).isPresent()) {
                images.put(image, new ImageReply.State.NotBuilt());
            } else {
                images.remove(image);
            }
        }

        private static ImageReply.State built() {
            return new ImageReply.State.Built(
                    "0".repeat(64),
                    new ByteSize(0),
                    Instant.EPOCH,
                    List.of(ImagePart.KERNEL, ImagePart.DISK));
        }
    }
}
