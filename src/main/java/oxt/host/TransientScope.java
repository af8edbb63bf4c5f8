package oxt.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A unit of systemd's around a process that runs already; it is gone when the process is. See
 * systemd.scope(5).
 *
 * @param unit with its ending: {@code oxt-vm-work-0b1f6e52.scope}
 * @param description one line, for {@code systemctl status}
 * @param slice what it is counted under
 */
public record TransientScope(
        String unit, String description, String slice, long process, CgroupLimits limits) {

    /** As busctl takes them: how many, then name, type and value of each. */
    List<String> properties(Systemd.Whose whose) {
        List<List<String>> properties = new ArrayList<>();
        properties.add(List.of("Description", "s", description));
        properties.add(List.of("Slice", "s", slice));
        properties.add(List.of("PIDs", "au", "1", Long.toString(process)));
        // Also one that ended because of its limit is not to stand in the next one's way.
        properties.add(List.of("CollectMode", "s", "inactive-or-failed"));
        properties.add(List.of("MemoryMax", "t", Long.toString(limits.memory().bytes())));
        properties.add(List.of("TasksMax", "t", Integer.toString(limits.tasks())));
        properties.add(List.of("CPUWeight", "t", Integer.toString(limits.cpuWeight())));
        if (whose == Systemd.Whose.MACHINE) {
            // As in the daemon's own unit, which the process leaves.
            properties.add(List.of("DevicePolicy", "s", "closed"));
            properties.add(List.of("DeviceAllow", "a(ss)", "1", "/dev/kvm", "rw"));
        }
        List<String> words = new ArrayList<>();
        words.add(Integer.toString(properties.size()));
        properties.forEach(words::addAll);
        return words;
    }

    /** Whether the process is in the unit now: systemd answers before it has moved it. */
    public boolean holds() {
        try {
            return isIn(Files.readString(Path.of("/proc/" + process + "/cgroup")));
        } catch (IOException ended) {
            return false;
        }
    }

    /** Pure; lines such as {@code 0::/oxt.slice/oxt-vm-work-0b1f6e52.scope}. */
    boolean isIn(String cgroups) {
        return cgroups.lines().anyMatch(line -> line.endsWith("/" + unit));
    }
}
