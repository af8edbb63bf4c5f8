package oxt.host.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * The modules of one unpacked kernel, and what each depends on.
 *
 * <p>The packages carry no {@code modules.dep}; depmod writes it where they are installed. So each
 * module is asked itself.
 */
final class KernelModules {
    private static final String DEPENDS = "depends=";
    private static final String PCI_ALIAS = "alias=pci:";

    private final Path folder;
    private final String release;
    private final Map<String, Path> files;
    private final Set<String> builtIn;
    private final Decompressor decompressor;
    private final Map<String, Module> read = new HashMap<>();

    /** Gives a file's content, decompressed where its name says so. */
    interface Decompressor {
        byte[] content(Path file) throws IOException, InterruptedException;
    }

    /** A module's name with underscores, as the kernel has it, and its bytes. */
    static final class Module {
        private final byte[] bytes;
        private final List<String> depends;

        Module(byte[] bytes, List<String> depends) {
            this.bytes = bytes;
            this.depends = depends;
        }

        /** Patterns of what the devices that it drives say they are, as PCI has them. */
        List<String> pciAliases() {
            return words(bytes, PCI_ALIAS).map(pattern -> "pci:" + pattern).toList();
        }

        byte[] bytes() {
            return bytes;
        }

        List<String> depends() {
            return depends;
        }
    }

    private KernelModules(
            Path folder, Map<String, Path> files, Set<String> builtIn, Decompressor decompressor) {
        this.folder = folder;
        this.release = folder.getFileName().toString();
        this.files = files;
        this.builtIn = builtIn;
        this.decompressor = decompressor;
    }

    /** The modules below {@code .../lib/modules/RELEASE}. */
    static KernelModules in(Path folder, Decompressor decompressor) throws IOException {
        var files = new HashMap<String, Path>();
        try (Stream<Path> all = Files.walk(folder.resolve("kernel"))) {
            all.filter(file -> file.getFileName().toString().contains(".ko"))
                    .forEach(file -> files.put(name(file.toString()), file));
        }
        var builtIn = new HashSet<String>();
        for (String line : Files.readAllLines(folder.resolve("modules.builtin"))) {
            builtIn.add(name(line));
        }
        return new KernelModules(folder, files, builtIn, decompressor);
    }

    /** {@code .../lib/modules/RELEASE}. */
    Path folder() {
        return folder;
    }

    String release() {
        return release;
    }

    /** The wanted modules with all that they need, in the order in which they can be loaded. */
    List<String> closure(List<String> wanted) throws IOException, InterruptedException {
        var modular = wanted.stream().map(KernelModules::name).filter(this::isModular).toList();
        for (String module : modular) {
            load(module);
        }
        return Closure.of(modular, module -> module(module).depends());
    }

    /** One that {@link #closure} has named. */
    Module module(String name) {
        Module module = read.get(name);
        if (module == null) {
            throw new IllegalArgumentException("not of any closure: " + name);
        }
        return module;
    }

    private void load(String name) throws IOException, InterruptedException {
        Path file = files.get(name);
        if (file == null || read.containsKey(name)) {
            return;
        }
        byte[] bytes = decompressor.content(file);
        var depends = depends(bytes).stream().filter(this::isModular).toList();
        read.put(name, new Module(bytes, depends));
        for (String next : depends) {
            load(next);
        }
    }

    private boolean isModular(String name) {
        if (files.containsKey(name)) {
            return true;
        }
        if (builtIn.contains(name)) {
            return false;
        }
        throw new ProblemException(
                new Problem.Failed(
                        "kernel-module-missing",
                        "Kernel " + release + " has no module " + name + ".",
                        "Report this with the kernel's version."));
    }

    static List<String> depends(byte[] module) {
        return words(module, DEPENDS)
                .flatMap(word -> Stream.of(word.split(",")))
                .map(KernelModules::name)
                .toList();
    }

    /** What stands behind the key in the module's description of itself, where something does. */
    private static Stream<String> words(byte[] module, String key) {
        return ElfFile.read(module).map(ElfFile::moduleWords).orElse(List.of()).stream()
                .filter(word -> word.startsWith(key) && !word.equals(key))
                .map(word -> word.substring(key.length()));
    }

    /** {@code kernel/drivers/char/hw_random/virtio-rng.ko.xz} is {@code virtio_rng}. */
    static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int end = file.indexOf(".ko");
        return (end < 0 ? file : file.substring(0, end)).replace('-', '_');
    }
}
