package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
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
    private static final List<String> WORDS =
            List.of(
                    "name",
                    "disks",
                    "nics",
                    "boot",
                    "on",
                    "off",
                    "true",
                    "null",
                    "~",
                    "5",
                    "1GiB",
                    "-",
                    ":",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    "\"",
                    "'",
                    "#",
                    "&a",
                    "*a",
                    "!!str",
                    "|",
                    ">",
                    "---",
                    "\n",
                    "\n  ",
                    "\t",
                    "é",
                    "\u0000",
                    "\ud800",
                    "😀",
                    "-1",
                    "1e999",
                    "0x1F",
                    "? ",
                    "<<: ",
                    "%YAML 1.2\n",
                    "firmware: bios",
                    "10.0.0.0/8",
                    "\\");

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
                5_000,
                random -> {
                    String damaged = damaged(random, one(random, VmDocumentTest.GOOD));
                    check(damaged, Yaml.read(damaged));
                });
    }

    @Test
    void a_damaged_json_document_is_read_or_refused_with_places() {
        Seeds.forEach(
                5_000,
                random -> {
                    Vm vm = VmDocumentTest.good(one(random, VmDocumentTest.GOOD));
                    String damaged = damaged(random, Json.write(VmDocument.write(vm)));
                    check(damaged, Json.read(damaged, Bounds.REQUEST));
                });
    }

    @Test
    void a_document_with_a_part_of_another_kind_is_read_or_refused_with_places() {
        Seeds.forEach(
                5_000,
                random -> {
                    Vm vm = VmDocumentTest.good(one(random, VmDocumentTest.GOOD));
                    Node node = replaced(random, VmDocument.write(vm));
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

    private static String damaged(RandomGenerator random, String text) {
        StringBuilder damaged = new StringBuilder(text);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(damaged.length() + 1);
            int end = Math.min(damaged.length(), at + random.nextInt(8));
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, one(random, WORDS));
                case 2 -> damaged.replace(at, end, one(random, WORDS));
                default -> damaged.insert(at, damaged.substring(at, end));
            }
        }
        return damaged.toString();
    }

    private static Node replaced(RandomGenerator random, Node node) {
        if (random.nextInt(12) == 0) {
            return Yaml.read(one(random, List.of("[]", "{}", "5", "true", "null", "on", "{a: 1}")))
                    .orThrow();
        }
        return switch (node) {
            case Node.Text _, Node.Number _, Node.Truth _, Node.Null _ -> node;
            case Node.Sequence(var items, _) ->
                    Node.sequence(items.stream().map(item -> replaced(random, item)).toList());
            case Node.Mapping(var entries, _) -> {
                Node.Mapping mapping = Node.mapping();
                for (Node.Entry entry : entries) {
                    String key = random.nextInt(30) == 0 ? entry.key() + "x" : entry.key();
                    mapping = mapping.with(key, replaced(random, entry.value()));
                }
                yield mapping;
            }
        };
    }

    private static <T> T one(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
