package oxt.host.pci;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import oxt.host.FileProblems;
import oxt.model.PciAddress;

/** Reads what the kernel says of this machine's PCI functions. */
public final class PciBus {
    /** More than any machine has; what comes after is not looked at. */
    private static final int MOST_FUNCTIONS = 4_096;

    private static final Pattern IDENTITY = Pattern.compile("0x[0-9a-f]{4}");
    private static final Pattern CLASS = Pattern.compile("0x[0-9a-f]{6}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    private PciBus() {}

    /** By address; empty on a machine without PCI. */
    public static List<PciFunction> read() {
        return read(Path.of("/"), NetworkAddresses.ofThisMachine());
    }

    public static Optional<PciFunction> find(PciAddress address) {
        return read().stream().filter(function -> function.address().equals(address)).findFirst();
    }

    /**
     * @param addresses of each network card that has any, by its name
     */
    static List<PciFunction> read(Path root, Map<String, List<String>> addresses) {
        Path devices = root.resolve("sys/bus/pci/devices");
        try {
            SortedMap<PciAddress, Path> folders = folders(devices);
            Map<PciAddress, List<HostUse>> uses = HostUses.read(root, addresses);
            List<PciFunction> functions = new ArrayList<>();
            for (Map.Entry<PciAddress, Path> entry : folders.entrySet()) {
                PciAddress address = entry.getKey();
                functions.add(
                        read(
                                address,
                                entry.getValue(),
                                onBusOf(address, folders),
                                uses.getOrDefault(address, List.of())));
            }
            return List.copyOf(functions);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of(); // no PCI, or one that has just gone: the next look is right
        } catch (IOException cause) {
            throw FileProblems.of(devices, cause);
        }
    }

    private static SortedMap<PciAddress, Path> folders(Path devices) throws IOException {
        SortedMap<PciAddress, Path> folders = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices)) {
            for (Path entry : entries) {
                PciAddress.parse(entry.getFileName().toString())
                        .ifPresent(address -> folders.put(address, entry));
                if (folders.size() == MOST_FUNCTIONS) {
                    break;
                }
            }
        }
        return folders;
    }

    private static PciFunction read(
            PciAddress address, Path folder, List<PciAddress> others, List<HostUse> uses)
            throws IOException {
        return new PciFunction(
                address,
                identity(folder.resolve("vendor")) + ":" + identity(folder.resolve("device")),
                classCode(folder.resolve("class")),
                linked(folder.resolve("driver")),
                linked(folder.resolve("iommu_group"))
                        .filter(name -> NUMBER.matcher(name).matches())
                        .map(Integer::valueOf),
                Resetting.of(words(folder.resolve("reset_method")), others),
                uses);
    }

    /** The other functions whose address has the same domain and bus. */
    private static List<PciAddress> onBusOf(
            PciAddress address, SortedMap<PciAddress, Path> folders) {
        String bus = address.text().substring(0, "0000:00:".length());
        return folders.keySet().stream()
                .filter(other -> other.text().startsWith(bus) && !other.equals(address))
                .toList();
    }

    private static String identity(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return IDENTITY.matcher(text).matches() ? text.substring(2) : "????";
    }

    private static int classCode(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return CLASS.matcher(text).matches() ? Integer.parseInt(text.substring(2), 16) : 0;
    }

    private static Optional<String> linked(Path link) throws IOException {
        return Files.isSymbolicLink(link)
                ? Optional.of(Files.readSymbolicLink(link).getFileName().toString())
                : Optional.empty();
    }

    /** Not there for a function without any. */
    private static List<String> words(Path file) throws IOException {
        try {
            return List.of(Files.readString(file).strip().split("\\s+"));
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }
}
