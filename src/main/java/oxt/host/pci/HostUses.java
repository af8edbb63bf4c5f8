package oxt.host.pci;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import oxt.model.PciAddress;

/**
 * Which PCI functions the host's file systems, swap and network are on: each function on the way
 * from the processor to the device, bridges too.
 *
 * <p>Source: proc(5) for mountinfo and swaps; Linux's Documentation/ABI/testing/sysfs-block and
 * sysfs-class-net.
 */
final class HostUses {
    private final Path root;
    private final Map<PciAddress, Set<HostUse>> uses = new TreeMap<>();

    private HostUses(Path root) {
        this.root = root;
    }

    static Map<PciAddress, List<HostUse>> read(Path root, Map<String, List<String>> addresses)
            throws IOException {
        HostUses uses = new HostUses(root);
        uses.readMounts();
        uses.readSwaps();
        for (Map.Entry<String, List<String>> card : addresses.entrySet()) {
            uses.addNetwork(card.getKey(), card.getValue());
        }
        Map<PciAddress, List<HostUse>> lists = new TreeMap<>();
        uses.uses.forEach((address, all) -> lists.put(address, List.copyOf(all)));
        return lists;
    }

    /** Lines as {@code 26 1 254:1 / /home rw - ext4 /dev/vda1 rw}: the third word is the device. */
    private void readMounts() throws IOException {
        for (String line : lines("proc/self/mountinfo")) {
            String[] words = line.split(" ");
            if (words.length < 10) {
                continue;
            }
            HostUse use = new HostUse.FileSystem(unescaped(words[4]));
            Path device = root.resolve("sys/dev/block").resolve(words[2]);
            // A file system with several devices has a number of its own, and names one of them.
            Optional<Path> found =
                    Files.exists(device) ? Optional.of(device) : named(words[words.length - 2]);
            if (found.isPresent()) {
                addBlock(found.get(), use);
            }
        }
    }

    /** A header, then lines as {@code /dev/vda2 partition 975868 0 -2}. */
    private void readSwaps() throws IOException {
        for (String line : lines("proc/swaps")) {
            String device = unescaped(line.split("\\s+")[0]);
            Optional<Path> block = named(device);
            if (block.isPresent()) {
                addBlock(block.get(), new HostUse.Swap(device));
            }
        }
    }

    private Optional<Path> named(String device) throws IOException {
        Path file = root.resolve(device.replaceFirst("^/", ""));
        if (!device.startsWith("/dev/") || device.contains("..")) {
            return Optional.empty();
        }
        // /dev/mapper/NAME is a link to the device that sysfs knows.
        String name = (Files.exists(file) ? file.toRealPath() : file).getFileName().toString();
        Path block = root.resolve("sys/class/block").resolve(name);
        return Files.exists(block) ? Optional.of(block) : Optional.empty();
    }

    private void addNetwork(String card, List<String> addresses) throws IOException {
        Path device = root.resolve("sys/class/net").resolve(card);
        if (!Files.exists(device)) {
            return;
        }
        HostUse use = new HostUse.Network(card, addresses);
        add(device.toRealPath(), use);
        // A bridge, a bond or a tunnel has its addresses itself; its cards are below it.
        for (Path lower : entries(device)) {
            if (lower.getFileName().toString().startsWith("lower_")) {
                add(lower.toRealPath(), use);
            }
        }
    }

    /** Down through encryption, volumes and arrays to the disks. */
    private void addBlock(Path block, HostUse use) throws IOException {
        addBlock(block.toRealPath(), use, new HashSet<>());
    }

    private void addBlock(Path block, HostUse use, Set<Path> seen) throws IOException {
        if (!seen.add(block)) {
            return;
        }
        add(block, use);
        for (Path below : entries(block.resolve("slaves"))) {
            addBlock(below.toRealPath(), use, seen);
        }
    }

    private void add(Path device, HostUse use) {
        for (Path part : device) {
            PciAddress.parse(part.toString())
                    .ifPresent(
                            address ->
                                    uses.computeIfAbsent(address, _ -> new LinkedHashSet<>())
                                            .add(use));
        }
    }

    private List<String> lines(String file) throws IOException {
        try {
            return Files.readString(root.resolve(file)).lines().toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
        return entries;
    }

    /** A space in a name is written as an octal number. */
    private static String unescaped(String word) {
        return word.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }
}
