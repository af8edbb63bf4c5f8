package oxt.host.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import oxt.host.image.Cpio.Access;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * The whole user space of a guest, as the kernel unpacks it into memory.
 *
 * <p>Not compressed: under emulation the guest's processor unpacks at a few megabytes a second, and
 * the host has the file in its cache anyway.
 */
final class Initramfs {
    /** The first folder where Debian's loader looks. */
    private static final String LIBRARIES = "lib/x86_64-linux-gnu/";

    private final Recipe recipe;
    private final Unpacked unpacked;
    private final Cpio cpio = new Cpio();

    private Initramfs(Recipe recipe, Unpacked unpacked) {
        this.recipe = recipe;
        this.unpacked = unpacked;
    }

    static byte[] of(Recipe recipe, Unpacked unpacked) throws IOException, InterruptedException {
        var initramfs = new Initramfs(recipe, unpacked);
        for (String folder :
                List.of("dev", "proc", "sys", "tmp", "run", "root", "mnt", "var/lib")) {
            initramfs.cpio.folder(folder);
        }
        initramfs.addBusybox();
        initramfs.addModules();
        initramfs.addPrograms();
        GuestScripts.addTo(initramfs.cpio, recipe);
        return initramfs.cpio.bytes();
    }

    private void addBusybox() throws IOException, InterruptedException {
        Path busybox = unpacked.busybox();
        cpio.file("bin/busybox", Access.RUNNABLE, Files.readAllBytes(busybox));
        var list =
                new Program(
                        List.of(busybox.toString(), "--list"),
                        unpacked.folder(),
                        Duration.ofSeconds(30));
        for (String name : list.run().lines().toList()) {
            // modprobe is not where the kernel would call it: it has no list of what provides what.
            if (!name.equals("busybox")) {
                cpio.link("bin/" + name, "busybox");
            }
        }
        cpio.link("sbin/init", "../bin/busybox");
    }

    private void addModules() throws IOException, InterruptedException {
        KernelModules modules = unpacked.modules();
        String folder = "lib/modules/" + modules.release() + "/";
        var dependencies = new StringBuilder();
        for (String name : modules.closure(recipe.modules())) {
            cpio.file(folder + name + ".ko", Access.READABLE, modules.module(name).bytes());
            List<String> deep = modules.closure(List.of(name));
            dependencies.append(name).append(".ko:");
            // As depmod writes them: what has to be loaded first stands last.
            for (String needed : deep.subList(0, deep.size() - 1).reversed()) {
                dependencies.append(' ').append(needed).append(".ko");
            }
            dependencies.append('\n');
        }
        cpio.file(folder + "modules.dep", Access.READABLE, bytes(dependencies.toString()));
        var aliases = new StringBuilder();
        for (String driver : recipe.driversByAlias()) {
            for (String alias : modules.module(KernelModules.name(driver)).pciAliases()) {
                aliases.append("alias ").append(alias).append(' ').append(driver).append('\n');
            }
        }
        if (!aliases.isEmpty()) {
            cpio.file(folder + "modules.alias", Access.READABLE, bytes(aliases.toString()));
        }
        cpio.file(
                "etc/oxt/modules",
                Access.READABLE,
                bytes(String.join(" ", recipe.roleModules()) + "\n"));
    }

    private void addPrograms() throws IOException {
        Map<String, Path> libraries = unpacked.libraries();
        var wanted = new ArrayDeque<String>();
        for (String program : recipe.programs()) {
            byte[] bytes = Files.readAllBytes(unpacked.file(program));
            cpio.file(program, Access.RUNNABLE, bytes);
            wanted.addAll(elf(bytes, program).needed());
            elf(bytes, program).interpreter().ifPresent(loader -> addLoader(loader, libraries));
        }
        while (!wanted.isEmpty()) {
            String name = wanted.remove();
            if (!cpio.has(LIBRARIES + name)) {
                byte[] bytes = library(name, libraries);
                cpio.file(LIBRARIES + name, Access.RUNNABLE, bytes);
                wanted.addAll(elf(bytes, name).needed());
            }
        }
    }

    private void addLoader(String path, Map<String, Path> libraries) {
        String inside = path.substring(1);
        if (!cpio.has(inside)) {
            String name = inside.substring(inside.lastIndexOf('/') + 1);
            cpio.file(inside, Access.RUNNABLE, library(name, libraries));
        }
    }

    private static byte[] library(String name, Map<String, Path> libraries) {
        Path file = libraries.get(name);
        if (file == null) {
            throw new ProblemException(
                    new Problem.Failed(
                            "library-missing",
                            "No package of the image brings the library " + name + ".",
                            "Report this with the output of: cat /etc/os-release"));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ElfFile elf(byte[] bytes, String name) {
        return ElfFile.read(bytes)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem.Failed(
                                                "program-unreadable",
                                                name + " is not a 64-bit ELF file.",
                                                "Empty the folder cache/packages, and build again.")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
