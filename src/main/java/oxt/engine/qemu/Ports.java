package oxt.engine.qemu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.model.DiskName;
import oxt.model.NicName;
import oxt.model.Role;
import oxt.model.Vm;

/**
 * The root ports of one machine and what is in each; pure. A device in a port can be plugged and
 * unplugged while the machine runs.
 *
 * <p>They are made with the machine: one for each disk and NIC that it begins with, and a few that
 * wait. Each costs a guest under emulation 25 ms of its boot, so there are not as many as there may
 * be devices. A driver domain has none, as its cards are those of its slots.
 *
 * @param devices by the port's number, from 0: {@code disk-NAME}, {@code nic-NAME}, or nothing
 */
record Ports(SortedMap<Integer, String> devices) {
    static final Ports NONE = new Ports(new TreeMap<>());

    /** Of a VM that begins with none, four devices can be plugged before it is started again. */
    static final int SPARE = 4;

    private static final int FIRST_NIC = Vm.MOST_DISKS;
    private static final int FIRST_SPARE = FIRST_NIC + Vm.MOST_NICS;
    private static final String FREE = "";

    /** The lowest number that no port has. */
    static final int COUNT = FIRST_SPARE + SPARE;

    Ports {
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }

    /** As a machine begins with them. */
    static Ports of(Vm vm) {
        if (vm.role() == Role.NETWORK) {
            return NONE;
        }
        SortedMap<Integer, String> devices = new TreeMap<>();
        for (int index = 0; index < vm.disks().size(); index++) {
            devices.put(index, device(vm.disks().get(index).name()));
        }
        for (int index = 0; index < vm.nics().size(); index++) {
            devices.put(FIRST_NIC + index, device(vm.nics().get(index).name()));
        }
        for (int index = 0; index < SPARE; index++) {
            devices.put(FIRST_SPARE + index, FREE);
        }
        return new Ports(devices);
    }

    /** What QEMU calls the device. */
    static String device(DiskName disk) {
        return "disk-" + disk;
    }

    static String device(NicName nic) {
        return "nic-" + nic;
    }

    /** What QEMU calls the port. */
    static String port(int number) {
        return "port-" + number;
    }

    /** The port that a device is in. */
    OptionalInt of(String device) {
        return devices.entrySet().stream()
                .filter(entry -> entry.getValue().equals(device))
                .mapToInt(entry -> entry.getKey())
                .findFirst();
    }

    /** The numbers of those with nothing in them. */
    List<Integer> free() {
        return devices.entrySet().stream()
                .filter(entry -> entry.getValue().equals(FREE))
                .map(Map.Entry::getKey)
                .toList();
    }

    Ports with(int number, String device) {
        SortedMap<Integer, String> changed = new TreeMap<>(devices);
        changed.put(number, device);
        return new Ports(changed);
    }

    Ports without(String device) {
        SortedMap<Integer, String> changed = new TreeMap<>(devices);
        changed.replaceAll((_, each) -> each.equals(device) ? FREE : each);
        return new Ports(changed);
    }

    /** Without the devices that are not there any more. */
    Ports only(Set<String> there) {
        SortedMap<Integer, String> changed = new TreeMap<>(devices);
        changed.replaceAll((_, each) -> there.contains(each) ? each : FREE);
        return new Ports(changed);
    }

    /** The ports on QEMU's command line. */
    List<String> args() {
        List<String> args = new ArrayList<>();
        for (int number : devices.keySet()) {
            // Without room for old devices' I/O ports, of which a machine has too few.
            args.add("-device");
            args.add(
                    "pcie-root-port,id=%s,chassis=%d,slot=%d,io-reserve=0,%s"
                            .formatted(port(number), number + 1, number + 1, place(number)));
        }
        return args;
    }

    /** Where each port is, whatever other ports there are. */
    private static String place(int number) {
        if (number < FIRST_NIC) {
            return "addr=0x%x".formatted(QemuArgs.FIRST_DISK + number);
        }
        if (number < FIRST_SPARE) {
            return "addr=0x%x".formatted(QemuArgs.FIRST_NIC + number - FIRST_NIC);
        }
        return "multifunction=on,addr=0x%x.%d".formatted(QemuArgs.FIRST_SLOT, number - FIRST_SPARE);
    }
}
