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
 * @param disks by their names, SHA-256 of what each may hold; a disk that is not here is not judged
 * @param devices PCI devices that it may have, by their addresses
 */
public record VmRule(
        String name,
        List<Bytes> documents,
        SortedMap<String, List<Bytes>> disks,
        List<String> devices) {
    public VmRule {
        documents = List.copyOf(documents);
        disks = Collections.unmodifiableSortedMap(new TreeMap<>(disks));
        devices = List.copyOf(devices);
    }
}
