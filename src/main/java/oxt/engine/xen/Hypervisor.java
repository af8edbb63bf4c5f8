package oxt.engine.xen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.model.ByteSize;

/**
 * What {@code xl info} says of the hypervisor.
 *
 * @param version as people write it: {@code 4.20.5-pre}
 * @param guests kinds of guests that it can run, by Xen's names: {@code hvm-3.0-x86_64}
 * @param abilities what it and the machine can do, by Xen's names: {@code hvm_directio}
 * @param commandLine what it was booted with
 */
record Hypervisor(
        String version,
        Set<String> guests,
        Set<String> abilities,
        String commandLine,
        ByteSize memory,
        ByteSize freeMemory) {

    Hypervisor {
        guests = Set.copyOf(guests);
        abilities = Set.copyOf(abilities);
    }

    /** Of lines with a key, a colon and a value. */
    static Hypervisor of(String said) {
        Map<String, String> values = new HashMap<>();
        for (String line : said.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.putIfAbsent(
                        line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        }
        return new Hypervisor(
                values.getOrDefault("xen_version", "unknown"),
                words(values, "xen_caps"),
                words(values, "virt_caps"),
                values.getOrDefault("xen_commandline", ""),
                mebibytes(values, "total_memory"),
                mebibytes(values, "free_memory"));
    }

    boolean runs(String guest) {
        return guests.contains(guest);
    }

    boolean can(String ability) {
        return abilities.contains(ability);
    }

    /** Whether its command line has this word. */
    boolean isTold(String word) {
        return List.of(commandLine.split("\\s+")).contains(word);
    }

    private static Set<String> words(Map<String, String> values, String key) {
        String all = values.getOrDefault(key, "");
        return all.isBlank() ? Set.of() : Set.copyOf(List.of(all.strip().split("\\s+")));
    }

    private static ByteSize mebibytes(Map<String, String> values, String key) {
        String text = values.getOrDefault(key, "");
        // What a terabyte machine has in MiB has seven digits.
        return ByteSize.mebibytes(text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0);
    }
}
