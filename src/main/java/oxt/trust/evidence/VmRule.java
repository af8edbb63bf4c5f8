package oxt.trust.evidence;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.trust.Bytes;

/**
 * What a VM may be that evidence is given for.
 *
 * @param documents SHA-256 of the VM documents that it may run by
 * @param parts what it may begin from, by the names of its document ({@code disks.system}), SHA-256
 *     of what each may hold; one that is not here is not judged
 * @param devices PCI devices that it may have, by their addresses
 */
public record VmRule(
        String name,
        List<Bytes> documents,
        SortedMap<String, List<Bytes>> parts,
        List<String> devices) {
    public VmRule {
        documents = List.copyOf(documents);
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        devices = List.copyOf(devices);
    }
}
