package oxt.trust.evidence;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;

/**
 * What machines may boot, by event, and what VMs may run there.
 *
 * @param version which its editors raise; a VM's evidence is for one version
 * @param bank of the digests
 * @param startupLocality from where the TPM was started, which register 0 begins with
 * @param registers each at most once; what none is about is not judged
 */
public record BootPolicy(
        long version,
        HashAlgorithm bank,
        int startupLocality,
        List<RegisterRule> registers,
        List<VmRule> vms) {

    public BootPolicy {
        registers = List.copyOf(registers);
        vms = List.copyOf(vms);
    }

    /** Registers that this policy allows one value only, each with it. */
    public SortedMap<Pcr, Bytes> values() {
        SortedMap<Pcr, Bytes> values = new TreeMap<>();
        for (RegisterRule rule : registers) {
            rule.onlyValue(bank, startupLocality).ifPresent(value -> values.put(rule.pcr(), value));
        }
        return values;
    }

    /**
     * Whether it judges anything at all of the boot, without which the kernel's word is nothing.
     */
    public boolean judges() {
        return registers.stream().anyMatch(RegisterRule::judgesTheBoot);
    }

    Optional<VmRule> vm(String name) {
        return vms.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
