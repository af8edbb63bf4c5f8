package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oxt.store.JournalledPlan.State;
import oxt.store.Script.Promise;

/**
 * Looks whether a store that broke off has all that was promised, and nothing by halves.
 *
 * @param survived what it broke off by
 */
record ScriptCheck(Promise survived) {

    /**
     * The most that was acknowledged of each writer.
     *
     * @param lines as {@link ScriptedWriter} prints them, each whole
     */
    Map<Integer, Integer> acknowledged(List<String> lines) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            int writer = Integer.parseInt(words[0]);
            int count = Integer.parseInt(words[1]);
            boolean binds = binds(new Script(writer), count);
            counts.merge(writer, binds ? count : 0, Math::max);
        }
        return counts;
    }

    /** Whether the last of so many acts must be there once it was acknowledged. */
    private boolean binds(Script script, int count) {
        return script.promise(count).compareTo(survived) >= 0;
    }

    /**
     * Opens the store as the next daemon would.
     *
     * @param acknowledged of every writer that there may have been
     */
    void check(Path file, Map<Integer, Integer> acknowledged) {
        try (Store store = Store.open(file, InstantSource.system())) {
            store.read(
                    now -> {
                        check(now, acknowledged);
                        return now;
                    });
        }
        try (Sql sql = Sql.openToWrite(file)) {
            assertEquals("ok", sql.call("PRAGMA integrity_check").first(row -> row.text(1)).get());
            assertEquals(List.of(), sql.call("PRAGMA foreign_key_check").all(row -> row.text(1)));
        }
    }

    private void check(Snapshot now, Map<Integer, Integer> acknowledged) {
        AuditVerdict verdict = now.audit().verify();
        long told = assertInstanceOf(AuditVerdict.Intact.class, verdict).head().sequence();
        assertEquals(told, now.events().newest(), "as many events as entries");
        Map<Integer, Map<Integer, Integer>> vms = vms(now);
        Map<Integer, Integer> audited = audited(now);
        acknowledged.forEach(
                (writer, count) -> {
                    Script.State found =
                            new Script.State(
                                    vms.getOrDefault(writer, Map.of()),
                                    plans(now, new Script(writer)),
                                    audited.getOrDefault(writer, 0));
                    assertTrue(
                            isOneOf(new Script(writer), count, found),
                            () ->
                                    "writer "
                                            + writer
                                            + ", of which "
                                            + count
                                            + " were acknowledged: "
                                            + found);
                });
    }

    /** As acknowledged, or with what was under way as well: all after it that waits for no word. */
    private boolean isOneOf(Script script, int acknowledged, Script.State found) {
        int count = acknowledged;
        boolean more = true;
        while (more) {
            if (script.after(count).equals(found)) {
                return true;
            }
            more = count == acknowledged || !binds(script, count);
            count++;
        }
        return false;
    }

    private static Map<Integer, Map<Integer, Integer>> vms(Snapshot now) {
        Map<Integer, Map<Integer, Integer>> vms = new HashMap<>();
        for (StoredVm vm : now.vms().all()) {
            int number = Integer.parseInt(vm.name().text().substring("vm-".length()));
            assertEquals(Script.document(number, (int) vm.generation()), vm.document());
            vms.computeIfAbsent(Script.writer(number), _ -> new TreeMap<>())
                    .put(number, (int) vm.generation());
        }
        return vms;
    }

    private static Map<Integer, Integer> audited(Snapshot now) {
        Map<Integer, Integer> audited = new HashMap<>();
        for (AuditRecord entry : now.audit().newest(Integer.MAX_VALUE)) {
            String writer = entry.entry().object().substring("writer-".length());
            audited.merge(Integer.parseInt(writer), 1, Integer::sum);
        }
        return audited;
    }

    private static Map<Integer, Script.Plan> plans(Snapshot now, Script script) {
        Map<Integer, Script.Plan> plans = new TreeMap<>();
        int vm = script.vm(0);
        for (List<JournalledPlan> found = now.journal().newest(TestVms.id(vm), 2);
                !found.isEmpty();
                found = now.journal().newest(TestVms.id(vm), 2)) {
            assertEquals(1, found.size(), "plans of VM " + vm);
            Map<Integer, StepState> steps = new TreeMap<>();
            found.getFirst().steps().forEach(step -> steps.put(step.id().position(), step.state()));
            boolean ended = found.getFirst().state() instanceof State.Ended;
            plans.put(vm, new Script.Plan(ended, steps));
            vm++;
        }
        return plans;
    }
}
