package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.made.MadeUp;
import oxt.made.Seeds;
import oxt.model.Place;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Vm;
import oxt.model.VmId;

class VmDocumentPropertyTest {
    private static final VmId ID = new VmId(new UUID(1, 2));

    @Test
    void a_made_up_vm_is_read_as_it_was_written() {
        Seeds.forEach(
                2_000,
                random -> {
                    Vm vm = new MadeUp(random).vm();
                    switch (VmDocument.read(VmDocument.write(vm), vm.id())) {
                        case Reading.Good<Vm>(var read) -> assertEquals(vm, read);
                        case Reading.Bad<Vm>(var problems) ->
                                assertEquals(
                                        List.of("boot-without-disk"),
                                        problems.stream().map(Problem::code).toList());
                    }
                });
    }

    @Test
    void a_damaged_yaml_document_is_read_or_refused_with_places() {
        Seeds.forEach(
                1_500,
                random -> {
                    String damaged = Damage.text(random, Damage.one(random, VmDocumentTest.GOOD));
                    check(damaged, Yaml.read(damaged));
                });
    }

    @Test
    void a_damaged_json_document_is_read_or_refused_with_places() {
        Seeds.forEach(
                1_500,
                random -> {
                    Vm vm = VmDocumentTest.good(Damage.one(random, VmDocumentTest.GOOD));
                    String damaged = Damage.text(random, Json.write(VmDocument.write(vm)));
                    check(damaged, Json.read(damaged, Bounds.REQUEST));
                });
    }

    @Test
    void a_document_with_a_part_of_another_kind_is_read_or_refused_with_places() {
        Seeds.forEach(
                1_500,
                random -> {
                    Vm vm = VmDocumentTest.good(Damage.one(random, VmDocumentTest.GOOD));
                    Node node = Damage.node(random, VmDocument.write(vm));
                    check(Json.write(node), Json.read(Json.write(node), Bounds.REQUEST));
                });
    }

    private static void check(String document, Reading<Node> node) {
        Reading<Vm> reading = node.then(read -> VmDocument.read(read, ID));
        switch (reading) {
            case Reading.Good<Vm>(var vm) ->
                    assertEquals(vm, VmDocument.read(VmDocument.write(vm), ID).orThrow());
            case Reading.Bad<Vm>(var problems) ->
                    problems.forEach(problem -> assertPlaced(document, problem));
        }
    }

    private static void assertPlaced(String document, Problem problem) {
        if (problem.code().equals("more-problems")) {
            return;
        }
        assertTrue(problem instanceof Problem.Invalid, problem.what());
        assertNotEquals(
                Place.NOWHERE, ((Problem.Invalid) problem).place(), problem + " in " + document);
    }
}
