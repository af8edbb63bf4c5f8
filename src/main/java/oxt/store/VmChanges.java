package oxt.store;

import java.time.Instant;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.model.VmName;

/** Changes to the VMs, within one transaction. */
public final class VmChanges {
    private final Sql sql;
    private final Instant instant;

    VmChanges(Sql sql, Instant instant) {
        this.sql = sql;
        this.instant = instant;
    }

    /**
     * A number for a VM that is about to be made: no other gets it before all others were given.
     */
    public int nextNumber() {
        return Numbers.VMS.next(sql);
    }

    /** Adds a VM of generation 1; a Conflict where there is one of that name or id. */
    public StoredVm add(VmId id, VmName name, String document) {
        return add(id, name, nextNumber(), document);
    }

    /** As above, of a number that was given before. */
    public StoredVm add(VmId id, VmName name, int number, String document) {
        Vms vms = new Vms(sql);
        if (vms.find(id).isPresent()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-id-taken",
                            "There is a VM of the id " + id + " already.",
                            "Leave the id out, so that the new VM gets one of its own."));
        }
        requireFree(name);
        StoredVm vm = new StoredVm(id, name, number, document, 1, instant, instant);
        sql.call(
                        "INSERT INTO vms (id, name, number, document, generation, created, changed)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .text(id.toString())
                .text(name.text())
                .number(vm.number())
                .text(document)
                .number(vm.generation())
                .instant(instant)
                .instant(instant)
                .run();
        return vm;
    }

    /**
     * Gives a VM another document and perhaps another name; a Conflict where somebody changed it
     * since the generation that the caller saw.
     */
    public StoredVm change(VmId id, long generation, VmName name, String document) {
        StoredVm old = require(id, generation);
        if (!old.name().equals(name)) {
            requireFree(name);
        }
        sql.call("UPDATE vms SET name = ?, document = ?, generation = ?, changed = ? WHERE id = ?")
                .text(name.text())
                .text(document)
                .number(generation + 1)
                .instant(instant)
                .text(id.toString())
                .run();
        return new StoredVm(
                id, name, old.number(), document, generation + 1, old.created(), instant);
    }

    /** Removes a VM and gives its NICs' numbers back; answers the VM as it was. */
    public StoredVm remove(VmId id, long generation) {
        StoredVm old = require(id, generation);
        sql.call("DELETE FROM vms WHERE id = ?").text(id.toString()).run();
        return old;
    }

    /** Numbers each NIC that has no number yet, takes the others' back, and answers all. */
    public SequencedMap<NicName, Integer> numberNics(VmId vm, Set<NicName> nics) {
        SequencedMap<NicName, Integer> numbers = new Vms(sql).nicNumbers(vm);
        for (NicName gone : numbers.keySet()) {
            if (!nics.contains(gone)) {
                sql.call("DELETE FROM nic_numbers WHERE vm = ? AND nic = ?")
                        .text(vm.toString())
                        .text(gone.text())
                        .run();
            }
        }
        for (NicName nic : nics) {
            if (!numbers.containsKey(nic)) {
                sql.call("INSERT INTO nic_numbers (vm, nic, number) VALUES (?, ?, ?)")
                        .text(vm.toString())
                        .text(nic.text())
                        .number(Numbers.NICS.next(sql))
                        .run();
            }
        }
        return new Vms(sql).nicNumbers(vm);
    }

    private StoredVm require(VmId id, long generation) {
        Optional<StoredVm> found = new Vms(sql).find(id);
        if (found.isEmpty()) {
            throw new ProblemException(
                    new Problem.Missing(
                            "vm-missing",
                            "There is no VM of the id " + id + ".",
                            "List the VMs and take one of those."));
        }
        StoredVm vm = found.get();
        if (vm.generation() != generation) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-changed-meanwhile",
                            "VM "
                                    + vm.name()
                                    + " is at generation "
                                    + vm.generation()
                                    + ", and this change was made from "
                                    + generation
                                    + ".",
                            "Look at the VM again, then make the change to what it is now."));
        }
        return vm;
    }

    private void requireFree(VmName name) {
        if (new Vms(sql).find(name).isPresent()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-name-taken",
                            "There is a VM named " + name + " already.",
                            "Choose another name, or change that VM."));
        }
    }
}
