package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.engine.EngineException;
import oxt.engine.files.Images;
import oxt.engine.files.LaunchFile;
import oxt.model.ImageName;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * All that a VM's command line was made of: with it the same machine is made again.
 *
 * @param vm with the disks and NICs that it has by now, in the order in which they came
 */
record Launch(Vm vm, QemuArgs.Surroundings surroundings) {
    private static final String VM = LaunchFile.VM;
    private static final String ACCELERATOR = "accelerator";
    private static final String MACHINE = "machine";
    private static final String FIRMWARE = "firmware";
    private static final String IMAGES = "images";
    private static final String PORTS = "ports";
    private static final String NAME = "name";
    private static final String KERNEL = "kernel";
    private static final String INITRAMFS = "initramfs";
    private static final String DISK = "disk";
    private static final String COMMAND_LINE = "command-line";

    Node.Mapping document() {
        List<Node> images = new ArrayList<>();
        surroundings.images().forEach((name, files) -> images.add(image(name, files)));
        return Node.mapping(
                Node.entry(ACCELERATOR, surroundings.accelerator().word()),
                Node.entry(MACHINE, surroundings.machine()),
                Node.entry(FIRMWARE, surroundings.firmware().toString()),
                Node.entry(IMAGES, Node.sequence(images)),
                Node.entry(PORTS, ports(surroundings.ports())),
                Node.entry(VM, VmDocument.write(vm)));
    }

    void write(Path file) {
        LaunchFile.write(file, document());
    }

    static Launch read(Path file, VmId id) throws EngineException, IOException {
        return LaunchFile.whole(file, id, node -> read(node, id));
    }

    /** Only the daemon writes such documents, so one problem says enough of another's. */
    static Reading<Launch> read(Node document, VmId id) {
        try {
            Node.Mapping mapping = mapping(document);
            QemuArgs.Surroundings surroundings =
                    new QemuArgs.Surroundings(
                            Accelerator.of(text(mapping, ACCELERATOR)),
                            text(mapping, MACHINE),
                            Path.of(text(mapping, FIRMWARE)),
                            images(mapping),
                            ports(mapping));
            return VmDocument.read(require(mapping, VM), id)
                    .map(vm -> new Launch(vm, surroundings));
        } catch (IllegalArgumentException e) {
            return new Reading.Bad<>(
                    List.of(
                            new Problem.Invalid(
                                    "launch-unreadable",
                                    "What VM " + id + " was launched with is not all there.",
                                    "Stop the VM and start it again.")));
        }
    }

    /** Without what is not there any more: a guest may let go of a device unasked. */
    Launch only(Set<String> devices) {
        Ports ports = surroundings.ports().only(devices);
        return new Launch(only(vm, devices), surroundings.with(ports));
    }

    static Vm only(Vm vm, Set<String> devices) {
        return vm.with(
                vm.disks().stream()
                        .filter(disk -> devices.contains(Ports.device(disk.name())))
                        .toList(),
                vm.nics().stream()
                        .filter(nic -> devices.contains(Ports.device(nic.name())))
                        .toList());
    }

    private static Node ports(Ports ports) {
        List<Node.Entry> entries = new ArrayList<>();
        ports.devices()
                .forEach((number, device) -> entries.add(Node.entry(number.toString(), device)));
        return Node.mapping(entries.toArray(Node.Entry[]::new));
    }

    private static Ports ports(Node.Mapping document) {
        SortedMap<Integer, String> devices = new TreeMap<>();
        for (Node.Entry entry : mapping(require(document, PORTS)).entries()) {
            devices.put(Integer.valueOf(entry.key()), text(entry.value()));
        }
        return new Ports(devices);
    }

    private static Node.Mapping image(ImageName name, Images.Files files) {
        List<Node.Entry> entries = new ArrayList<>();
        entries.add(Node.entry(NAME, name.text()));
        files.kernel().ifPresent(file -> entries.add(Node.entry(KERNEL, file.toString())));
        files.initramfs().ifPresent(file -> entries.add(Node.entry(INITRAMFS, file.toString())));
        files.disk().ifPresent(file -> entries.add(Node.entry(DISK, file.toString())));
        entries.add(Node.entry(COMMAND_LINE, files.commandLine()));
        return Node.mapping(entries.toArray(Node.Entry[]::new));
    }

    private static Map<ImageName, Images.Files> images(Node.Mapping document) {
        if (!(require(document, IMAGES) instanceof Node.Sequence(var items, _))) {
            throw new IllegalArgumentException("not a list: " + IMAGES);
        }
        Map<ImageName, Images.Files> images = new HashMap<>();
        for (Node item : items) {
            Node.Mapping image = mapping(item);
            images.put(
                    new ImageName(text(image, NAME)),
                    new Images.Files(
                            file(image, KERNEL),
                            file(image, INITRAMFS),
                            file(image, DISK),
                            text(image, COMMAND_LINE)));
        }
        return images;
    }

    private static Optional<Path> file(Node.Mapping image, String key) {
        return image.find(key).map(_ -> Path.of(text(image, key)));
    }

    private static Node.Mapping mapping(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        throw new IllegalArgumentException("not a mapping: " + node);
    }

    private static Node require(Node.Mapping mapping, String key) {
        return mapping.find(key).orElseThrow(() -> new IllegalArgumentException("without " + key));
    }

    private static String text(Node.Mapping mapping, String key) {
        return text(require(mapping, key));
    }

    private static String text(Node node) {
        if (node instanceof Node.Text(var text, _)) {
            return text;
        }
        throw new IllegalArgumentException("not a text: " + node);
    }
}
