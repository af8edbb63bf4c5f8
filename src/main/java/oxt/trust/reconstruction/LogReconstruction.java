package oxt.trust.reconstruction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventType;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.reconstruction.EventLogWriter.Entry;

/**
 * Finds the event log of a boot again where the kernel has none, as below Xen.
 *
 * <p>A log proves nothing by where it comes from, only by leading to the registers; so one that was
 * put together afterwards, of the programs and keys that are on the machine, is as good as the
 * firmware's own as soon as it leads there. Two registers are looked for: 4, the programs that were
 * started, and 7, Secure Boot and who vouched for them. The others hold settings and tables that
 * nobody can read afterwards.
 */
public final class LogReconstruction {
    /** The programs that the firmware starts, and those that they start. */
    public static final Pcr PROGRAMS = new Pcr(4);

    public static final Pcr SECURE_BOOT = new Pcr(7);

    /** More are not tried: each one more takes longer than all before. */
    public static final int MOST_PROGRAMS = 40;

    /** A shim, a boot loader, and what that starts. */
    private static final int LONGEST_CHAIN = 3;

    /** Firmware's word before it starts a boot entry (Firmware Profile, 10.4.4). */
    private static final String CALLING = "Calling EFI Application from Boot Option";

    private final Map<HashAlgorithm, PcrBank> tpm;
    private final SortedSet<HashAlgorithm> banks;

    private LogReconstruction(Map<HashAlgorithm, PcrBank> tpm) {
        this.tpm = tpm;
        this.banks = new TreeSet<>(tpm.keySet());
    }

    /**
     * A log that leads to register 4, to 7, or to both; nothing where neither was found.
     *
     * @param tpm every bank that there is
     */
    public static Optional<Bytes> of(Map<HashAlgorithm, PcrBank> tpm, BootParts parts) {
        return tpm.isEmpty() ? Optional.empty() : new LogReconstruction(tpm).log(parts);
    }

    private Optional<Bytes> log(BootParts parts) {
        Measures measures = new Measures(banks);
        List<Entry> entries = new ArrayList<>();
        search(SECURE_BOOT, measures.separator(SECURE_BOOT), measures.vouchers(parts))
                .flatMap(search -> search.behind(measures.settings(parts), LONGEST_CHAIN))
                .ifPresent(entries::addAll);
        List<Entry> frame = new ArrayList<>(measures.separator(PROGRAMS));
        frame.add(measures.words(PROGRAMS, EventType.EFI_ACTION, CALLING));
        Map<Entry, Set<String>> programs = programs(parts, measures);
        search(PROGRAMS, frame, List.copyOf(programs.keySet()))
                .flatMap(search -> search.behind(List.of(), LONGEST_CHAIN))
                .ifPresent(
                        found -> {
                            for (Entry entry : found) {
                                entries.add(entry);
                                // Its digest covers them; that they are there is a claim.
                                programs.getOrDefault(entry, Set.of()).stream()
                                        .sorted()
                                        .map(section -> measures.told(PROGRAMS, section))
                                        .forEach(entries::add);
                            }
                        });
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        entries.addFirst(measures.told(PROGRAMS, EventLog.RECONSTRUCTED));
        return Optional.of(EventLogWriter.written(banks, entries));
    }

    private Optional<Search> search(Pcr pcr, List<Entry> frame, List<Entry> choices) {
        HashAlgorithm best = HashAlgorithm.shown(tpm.keySet());
        return Optional.ofNullable(tpm.get(best))
                .filter(bank -> !bank.isUntouched(pcr))
                .flatMap(bank -> bank.value(pcr))
                .map(goal -> new Search(best, goal, frame, choices));
    }

    /** Each once, by what it is and not by where it lies; with what decides what it runs. */
    private static Map<Entry, Set<String>> programs(BootParts parts, Measures measures) {
        Map<Entry, Set<String>> programs = new LinkedHashMap<>();
        Set<Map<HashAlgorithm, Bytes>> known = new HashSet<>();
        for (BootParts.Program program : parts.programs()) {
            if (programs.size() < MOST_PROGRAMS && known.add(program.digests())) {
                programs.put(measures.program(PROGRAMS, program), program.deciding());
            }
        }
        return programs;
    }
}
