package oxt.store;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import oxt.model.NicName;
import oxt.model.VmId;
import oxt.model.VmName;

/** The VMs that an administrator wants, in order of their names. */
public final class Vms {
    private static final String SELECT =
            "SELECT id, name, number, document, generation, created, changed FROM vms";

    private final Sql sql;

    Vms(Sql sql) {
        this.sql = sql;
    }

    public Optional<StoredVm> find(VmId id) {
        return sql.call(SELECT + " WHERE id = ?").text(id.toString()).first(Vms::read);
    }

    public Optional<StoredVm> find(VmName name) {
        return sql.call(SELECT + " WHERE name = ?").text(name.text()).first(Vms::read);
    }

    public List<StoredVm> all() {
        return sql.call(SELECT + " ORDER BY name").all(Vms::read);
    }

    public long count() {
        return sql.number("SELECT count(*) FROM vms");
    }

    /** The numbers of a VM's NICs; a NIC keeps its number while the VM has it. */
    public SequencedMap<NicName, Integer> nicNumbers(VmId vm) {
        SequencedMap<NicName, Integer> numbers = new TreeMap<>();
        sql.call("SELECT nic, number FROM nic_numbers WHERE vm = ? ORDER BY nic")
                .text(vm.toString())
                .whilst(row -> numbers.put(row.name(1, NicName::new), row.small(2)) == null);
        return numbers;
    }

    static StoredVm read(Row row) {
        return new StoredVm(
                row.vmId(1),
                row.name(2, VmName::new),
                row.small(3),
                row.text(4),
                row.number(5),
                row.instant(6),
                row.instant(7));
    }
}
