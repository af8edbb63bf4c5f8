package oxt.host.pci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.PciAddress;

/**
 * The tree has the form of a q35 of QEMU 7.2 below Linux 6.1: a virtio disk with partitions, an
 * e1000e card on the root bus, a bridge with an NVMe controller behind it.
 */
class PciBusTest {
    private static final PciAddress DISK = new PciAddress("0000:00:02.0");
    private static final PciAddress CARD = new PciAddress("0000:00:03.0");
    private static final PciAddress BRIDGE = new PciAddress("0000:00:04.0");
    private static final PciAddress NVME = new PciAddress("0000:01:00.0");
    private static final Map<String, List<String>> NO_ADDRESSES = Map.of();

    @TempDir Path root;

    @BeforeEach
    void makeTree() throws IOException {
        function("0000:00:02.0", "0x1af4", "0x1042", "0x010000", "virtio-pci", "");
        function("0000:00:03.0", "0x8086", "0x10d3", "0x020000", "e1000e", "pm");
        function("0000:00:04.0", "0x1b36", "0x000c", "0x060400", "pcieport", "");
        function("0000:00:04.0/0000:01:00.0", "0x1b36", "0x0010", "0x010802", "nvme", "flr bus");
        block("0000:00:02.0/virtio0/block/vda", "254:0");
        block("0000:00:02.0/virtio0/block/vda/vda1", "254:1");
        block("0000:00:04.0/0000:01:00.0/nvme/nvme0/nvme0n1", "259:0");
        folder("sys/devices/pci0000:00/0000:00:03.0/net/eth0");
        link("sys/class/net/eth0", "sys/devices/pci0000:00/0000:00:03.0/net/eth0");
        write("proc/self/mountinfo", "26 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw\n");
        write("proc/swaps", "Filename\t\tType\t\tSize\t\tUsed\t\tPriority\n");
    }

    @Test
    void a_function_is_read_whole() {
        PciFunction card = read(NO_ADDRESSES).get(CARD);
        assertEquals("8086:10d3", card.vendorAndDevice());
        assertEquals("Ethernet card", card.kind());
        assertEquals(Optional.of("e1000e"), card.driver());
        assertEquals(Optional.of(7), card.iommuGroup());
        assertEquals(new Resetting.Weak(), card.resetting());
        assertEquals(List.of(), card.uses());
        assertFalse(card.isHeldForVms());
    }

    @Test
    void the_controller_of_the_root_file_system_is_in_use_and_that_of_an_idle_disk_is_not() {
        assertEquals(List.of(new HostUse.FileSystem("/")), read(NO_ADDRESSES).get(DISK).uses());
        assertEquals(List.of(), read(NO_ADDRESSES).get(NVME).uses());
    }

    @Test
    void what_a_mounted_disk_is_behind_is_in_use_too() throws IOException {
        write("proc/self/mountinfo", "40 1 259:0 / /my\\040home rw - ext4 /dev/nvme0n1 rw\n");
        assertEquals(
                List.of(new HostUse.FileSystem("/my home")), read(NO_ADDRESSES).get(BRIDGE).uses());
        assertEquals(
                List.of(new HostUse.FileSystem("/my home")), read(NO_ADDRESSES).get(NVME).uses());
    }

    @Test
    void an_encrypted_volume_leads_to_the_disk_below_it() throws IOException {
        folder("sys/devices/virtual/block/dm-0/slaves");
        link("sys/dev/block/253:0", "sys/devices/virtual/block/dm-0");
        link(
                "sys/devices/virtual/block/dm-0/slaves/nvme0n1",
                "sys/devices/pci0000:00/0000:00:04.0/0000:01:00.0/nvme/nvme0/nvme0n1");
        write("proc/self/mountinfo", "40 1 253:0 / /home rw - ext4 /dev/mapper/home rw\n");
        assertEquals(List.of(new HostUse.FileSystem("/home")), read(NO_ADDRESSES).get(NVME).uses());
    }

    @Test
    void a_file_system_of_several_devices_is_found_by_the_one_that_it_names() throws IOException {
        write("proc/self/mountinfo", "40 1 0:31 /@ /data rw - btrfs /dev/nvme0n1 rw\n");
        assertEquals(List.of(new HostUse.FileSystem("/data")), read(NO_ADDRESSES).get(NVME).uses());
    }

    @Test
    void swap_counts_as_use() throws IOException {
        write(
                "proc/swaps",
                "Filename\tType\tSize\tUsed\tPriority\n/dev/nvme0n1 partition 975868 0 -2\n");
        assertEquals(
                List.of(new HostUse.Swap("/dev/nvme0n1")), read(NO_ADDRESSES).get(NVME).uses());
    }

    @Test
    void a_network_card_is_in_use_when_it_has_an_address() {
        var addresses = Map.of("eth0", List.of("192.0.2.5"));
        assertEquals(
                List.of(new HostUse.Network("eth0", List.of("192.0.2.5"))),
                read(addresses).get(CARD).uses());
    }

    @Test
    void a_card_in_a_bridge_with_an_address_is_in_use() throws IOException {
        folder("sys/devices/virtual/net/xenbr0");
        link("sys/class/net/xenbr0", "sys/devices/virtual/net/xenbr0");
        link(
                "sys/devices/virtual/net/xenbr0/lower_eth0",
                "sys/devices/pci0000:00/0000:00:03.0/net/eth0");
        var addresses = Map.of("xenbr0", List.of("192.0.2.5"));
        assertEquals(1, read(addresses).get(CARD).uses().size());
    }

    @Test
    void a_function_that_pciback_has_is_held_for_vms() throws IOException {
        Path driver = root.resolve("sys/devices/pci0000:00/0000:00:03.0/driver");
        Files.delete(driver);
        Files.createSymbolicLink(driver, Path.of("../../../bus/pci/drivers/pciback"));
        assertTrue(read(NO_ADDRESSES).get(CARD).isHeldForVms());
    }

    @Test
    void nonsense_in_a_file_is_not_believed() throws IOException {
        write("sys/devices/pci0000:00/0000:00:03.0/vendor", "lots\n");
        write("sys/devices/pci0000:00/0000:00:03.0/class", "-1");
        write("proc/self/mountinfo", "26 1\n\n40 1 x:y / / rw - ext4 /dev/../vda1 rw\n");
        PciFunction card = read(NO_ADDRESSES).get(CARD);
        assertEquals("????:10d3", card.vendorAndDevice());
        assertEquals("device", card.kind());
    }

    @Test
    void a_machine_without_pci_has_no_functions() {
        assertEquals(List.of(), PciBus.read(root.resolve("elsewhere"), NO_ADDRESSES));
    }

    private Map<PciAddress, PciFunction> read(Map<String, List<String>> addresses) {
        return PciBus.read(root, addresses).stream()
                .collect(Collectors.toMap(PciFunction::address, function -> function));
    }

    private void function(
            String path,
            String vendor,
            String device,
            String classCode,
            String driver,
            String reset)
            throws IOException {
        String folder = "sys/devices/pci0000:00/" + path;
        folder(folder);
        write(folder + "/vendor", vendor + "\n");
        write(folder + "/device", device + "\n");
        write(folder + "/class", classCode + "\n");
        if (!reset.isEmpty()) {
            write(folder + "/reset_method", reset + "\n");
        }
        Files.createSymbolicLink(
                root.resolve(folder + "/driver"), Path.of("../../../bus/pci/drivers/" + driver));
        Files.createSymbolicLink(
                root.resolve(folder + "/iommu_group"), Path.of("../../../kernel/iommu_groups/7"));
        link("sys/bus/pci/devices/" + Path.of(path).getFileName(), folder);
    }

    private void block(String path, String number) throws IOException {
        String folder = "sys/devices/pci0000:00/" + path;
        folder(folder);
        link("sys/dev/block/" + number, folder);
        link("sys/class/block/" + Path.of(path).getFileName(), folder);
    }

    private void folder(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
    }

    private void link(String from, String to) throws IOException {
        Path link = root.resolve(from);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, root.resolve(to));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
