package oxt.daemon.work;

import java.time.Instant;
import java.util.Map;
import oxt.api.Bounds;
import oxt.api.Json;
import oxt.api.VmDocument;
import oxt.model.NicName;
import oxt.model.NicNumber;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.store.StoredVm;

/**
 * A VM that the store has: what is wanted of it, and what the store gave it.
 *
 * @param nicNumbers each NIC's stable number, of which its addresses are made
 */
public record Defined(
        Vm vm,
        int number,
        long generation,
        Map<NicName, NicNumber> nicNumbers,
        Instant created,
        Instant changed) {

    public Defined {
        nicNumbers = Map.copyOf(nicNumbers);
    }

    public VmId id() {
        return vm.id();
    }

    public VmName name() {
        return vm.name();
    }

    /** A {@link oxt.model.ProblemException} where the stored document cannot be read. */
    static Defined of(StoredVm stored, Map<NicName, NicNumber> nicNumbers) {
        Vm vm =
                Json.read(stored.document(), Bounds.DOCUMENT)
                        .then(document -> VmDocument.read(document, stored.id()))
                        .orThrow();
        return new Defined(
                vm,
                stored.number(),
                stored.generation(),
                nicNumbers,
                stored.created(),
                stored.changed());
    }

    static String document(Vm vm) {
        return Json.write(VmDocument.write(vm));
    }
}
