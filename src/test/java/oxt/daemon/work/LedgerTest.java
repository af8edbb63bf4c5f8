package oxt.daemon.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.engine.sim.SimEngine;
import oxt.made.Vms;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.ImagePart;
import oxt.plan.Observed;
import oxt.plan.Plan;
import oxt.plan.Planned;
import oxt.plan.Run;
import oxt.plan.Step;

/** How much memory new VMs may take. */
class LedgerTest {
    private static final ByteSize TOTAL = ByteSize.gibibytes(8);
    private static final ByteSize AFTER_RESERVE = TOTAL.minus(Ledger.HOST_RESERVE);

    private final Vm work = Vms.work(); // of 256 MiB
    private final Board board = new Board(List::of);

    private record Host(ByteSize availableMemory, ByteSize resident) implements HostFacts {
        @Override
        public ByteSize memory() {
            return TOTAL;
        }

        @Override
        public ByteSize residentMemory(VmId vm) {
            return resident;
        }

        @Override
        public Map<ImageName, Set<ImagePart>> images() {
            return Map.of();
        }
    }

    private Ledger ledger(ByteSize available, ByteSize resident) {
        return new Ledger(
                new SimEngine(_ -> SimEngine.Guest.OBEDIENT), new Host(available, resident), board);
    }

    private void running() {
        board.put(new Defined(work, 1, 1, Map.of(), Instant.EPOCH, Instant.EPOCH));
        board.put(
                new Seen(
                        new Observed(
                                work.id(), new Run.Running(work), Set.of(new Held.DeviceModel())),
                        Map.of()));
    }

    @Test
    void an_idle_host_gives_all_but_its_reserve() {
        assertEquals(AFTER_RESERVE, ledger(TOTAL, new ByteSize(0)).freeMemory());
    }

    @Test
    void what_a_running_vm_was_promised_is_not_free_though_it_has_not_touched_it() {
        running();
        ByteSize expected = AFTER_RESERVE.minus(Ledger.taken(work));
        assertEquals(expected, ledger(TOTAL, new ByteSize(0)).freeMemory());
    }

    @Test
    void other_programs_memory_is_not_free_and_a_vms_is_counted_once() {
        running();
        ByteSize resident = ByteSize.mebibytes(100);
        ByteSize available = ByteSize.gibibytes(2);
        ByteSize untouched = Ledger.taken(work).minus(resident);
        assertEquals(
                available.minus(Ledger.HOST_RESERVE).minus(untouched),
                ledger(available, resident).freeMemory());
    }

    @Test
    void a_plan_in_progress_has_its_memory_until_it_ends() {
        Ledger ledger = ledger(TOTAL, new ByteSize(0));
        Plan plan = new Plan.Do(new Step.StartDeviceModel(work));
        ledger.plan(work.id(), _ -> new Planned.Ready(plan));
        assertEquals(AFTER_RESERVE.minus(Ledger.taken(work)), ledger.freeMemory());
        ledger.release(work.id());
        assertEquals(AFTER_RESERVE, ledger.freeMemory());
    }

    @Test
    void a_reboots_memory_is_that_of_the_machine_it_replaces() {
        running();
        Ledger ledger = ledger(TOTAL, new ByteSize(0));
        Plan plan = new Plan.Do(new Step.StartDeviceModel(work));
        ledger.plan(work.id(), _ -> new Planned.Ready(plan));
        assertEquals(AFTER_RESERVE.minus(Ledger.taken(work)), ledger.freeMemory());
    }

    @Test
    void a_question_keeps_nothing() {
        Ledger ledger = ledger(TOTAL, new ByteSize(0));
        Plan plan = new Plan.Do(new Step.StartDeviceModel(work));
        ledger.ask(Map.of(), _ -> new Planned.Ready(plan));
        assertEquals(AFTER_RESERVE, ledger.freeMemory());
    }
}
