package oxt.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.VmName;

final class VmsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");
    private static final NicName LAN = new NicName("lan");
    private static final NicName WAN = new NicName("wan");

    @TempDir private Path folder;
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("oxt.db"), InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_vm_that_was_added_is_found_by_id_and_by_name() {
        StoredVm vm =
                store.change(
                        change ->
                                change.vms()
                                        .add(TestVms.id(1), new VmName("work"), "{\"a\":\"\0é\"}"));

        assertEquals(
                new StoredVm(TestVms.id(1), new VmName("work"), 1, "{\"a\":\"\0é\"}", 1, NOW, NOW),
                vm);
        assertEquals(Optional.of(vm), store.read(now -> now.vms().find(TestVms.id(1))));
        assertEquals(Optional.of(vm), store.read(now -> now.vms().find(new VmName("work"))));
    }

    @Test
    void vms_are_listed_by_name() {
        TestVms.add(store, 2);
        TestVms.add(store, 1);

        List<StoredVm> vms = store.read(now -> now.vms().all());

        assertEquals(
                List.of(TestVms.name(1), TestVms.name(2)),
                vms.stream().map(StoredVm::name).toList());
        assertEquals(2, store.<Long>read(now -> now.vms().count()));
    }

    @Test
    void a_second_vm_of_a_name_or_of_an_id_is_refused() {
        TestVms.add(store, 1);

        assertEquals(
                "vm-name-taken",
                refusal(change -> change.vms().add(TestVms.id(2), TestVms.name(1), "{}")));
        assertEquals(
                "vm-id-taken",
                refusal(change -> change.vms().add(TestVms.id(1), TestVms.name(2), "{}")));
        assertEquals(1, store.<Long>read(now -> now.vms().count()));
    }

    @Test
    void a_change_counts_the_generation_up_and_keeps_the_number() {
        StoredVm old = TestVms.add(store, 1);

        StoredVm changed =
                store.change(
                        change ->
                                change.vms()
                                        .change(old.id(), 1, new VmName("renamed"), "{\"b\":1}"));

        assertEquals(2, changed.generation());
        assertEquals(old.number(), changed.number());
        assertEquals(Optional.of(changed), store.read(now -> now.vms().find(old.id())));
    }

    @Test
    void a_change_made_from_an_older_generation_is_refused_and_changes_nothing() {
        StoredVm old = TestVms.add(store, 1);
        store.change(change -> change.vms().change(old.id(), 1, old.name(), "{\"by\":\"first\"}"));

        String refused =
                refusal(change -> change.vms().change(old.id(), 1, old.name(), "{\"by\":\"2nd\"}"));

        assertEquals("vm-changed-meanwhile", refused);
        assertEquals(
                "{\"by\":\"first\"}",
                store.read(now -> now.vms().find(old.id())).orElseThrow().document());
    }

    @Test
    void a_vm_does_not_take_the_name_of_another_by_a_change() {
        TestVms.add(store, 1);
        StoredVm second = TestVms.add(store, 2);

        assertEquals(
                "vm-name-taken",
                refusal(change -> change.vms().change(second.id(), 1, TestVms.name(1), "{}")));
    }

    @Test
    void a_vm_that_is_not_there_is_missing() {
        assertEquals("vm-missing", refusal(change -> change.vms().remove(TestVms.id(9), 1)));
    }

    @Test
    void the_number_of_a_removed_vm_rests_while_there_are_others() {
        StoredVm first = TestVms.add(store, 1);
        store.change(change -> change.vms().remove(first.id(), 1));

        assertEquals(2, TestVms.add(store, 1).number());
    }

    @Test
    void numbers_go_around_and_pass_over_those_in_use() {
        TestVms.add(store, 1);
        store.apply(change -> change.settings().set("last-number-of-vms", "65534"));
        List<Integer> numbers = new ArrayList<>();

        for (int vm = 2; vm < 5; vm++) {
            numbers.add(TestVms.add(store, vm).number());
        }

        assertEquals(List.of(65_535, 2, 3), numbers);
    }

    @Test
    void a_nic_keeps_its_number_while_others_come_and_go() {
        StoredVm vm = TestVms.add(store, 1);

        assertEquals(Map.of(LAN, 0, WAN, 1), number(vm, Set.of(LAN), Set.of(LAN, WAN)));
        assertEquals(Map.of(WAN, 1), number(vm, Set.of(WAN)));
        assertEquals(Map.of(LAN, 2, WAN, 1), number(vm, Set.of(WAN, LAN)));
    }

    @Test
    void a_removed_vm_gives_the_numbers_of_its_nics_back() {
        StoredVm vm = TestVms.add(store, 1);
        number(vm, Set.of(LAN));

        store.change(change -> change.vms().remove(vm.id(), 1));

        assertEquals(Map.of(), store.read(now -> now.vms().nicNumbers(vm.id())));
    }

    @SafeVarargs
    private Map<NicName, Integer> number(StoredVm vm, Set<NicName>... wanted) {
        Map<NicName, Integer> numbers = Map.of();
        for (Set<NicName> nics : wanted) {
            numbers = store.change(change -> change.vms().numberNics(vm.id(), nics));
        }
        return numbers;
    }

    private String refusal(Store.Change<?> change) {
        ProblemException refused = assertThrows(ProblemException.class, () -> store.change(change));
        Problem problem = refused.problems().getFirst();
        return problem.code();
    }
}
