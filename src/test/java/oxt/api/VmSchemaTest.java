package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import oxt.golden.Golden;
import oxt.made.Seeds;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.model.Vm;
import oxt.model.VmId;

/** The published schema and the reader say the same, where a schema can say it. */
class VmSchemaTest {
    private static final String PAGE = "docs/reference/vm.schema.json";
    private static final VmId ID = new VmId(new UUID(1, 2));
    private static final Node.Mapping SCHEMA =
            Definitions.document("vm.schema.json", VmDocument.SHAPE);
    private static final SchemaCheck CHECK = new SchemaCheck(SCHEMA);

    /** Rules between several values, and ranges of sizes, are beyond a schema. */
    private static final Set<String> BEYOND =
            Set.of(
                    "boot-without-disk",
                    "disk-half-in-domain",
                    "disk-no-source",
                    "disk-of-domain",
                    "disk-own-backend",
                    "disk-size",
                    "disk-two-sources",
                    "duplicate-name",
                    "invalid-ports",
                    "mac-not-unicast",
                    "memory-not-whole",
                    "nic-own-backend",
                    "nic-own-spare",
                    "out-of-range",
                    "pci-in-pvh",
                    "pci-twice",
                    "ports-without-protocol",
                    "uplink-not-one",
                    "uplink-without-role",
                    "viridian-without-base",
                    "xen-setting-of-hvm",
                    "xen-type-without-firmware");

    @Test
    void the_schema_is_published() {
        Golden.checkPage(PAGE, Json.writePretty(SCHEMA));
    }

    @Test
    void the_schema_accepts_what_the_reader_accepts() {
        for (String document : VmDocumentTest.GOOD) {
            assertTrue(CHECK.accepts(Yaml.read(document).orThrow()), document);
        }
    }

    @Test
    void the_schema_refuses_what_the_reader_refuses() {
        for (String document : VmDocumentTest.BAD) {
            assertAgreed(Yaml.read(document).orThrow());
        }
    }

    @Test
    void the_schema_and_the_reader_agree_about_damaged_documents() {
        Seeds.forEach(
                1_500,
                random -> {
                    Vm vm = VmDocumentTest.good(Damage.one(random, VmDocumentTest.GOOD));
                    assertAgreed(Damage.node(random, VmDocument.write(vm)));
                });
    }

    private static void assertAgreed(Node node) {
        switch (VmDocument.read(node, ID)) {
            case Reading.Good<Vm> _ -> assertTrue(CHECK.accepts(node), Json.write(node));
            case Reading.Bad<Vm>(var problems) -> {
                boolean within = problems.stream().anyMatch(problem -> isWithin(problem));
                if (within) {
                    assertFalse(CHECK.accepts(node), Json.write(node) + Written.of(problems));
                }
            }
        }
    }

    private static boolean isWithin(Problem problem) {
        // A network with bits behind its prefix is written as any other.
        return !BEYOND.contains(problem.code())
                && !problem.what().startsWith("to is an IPv4 network");
    }

    @Test
    void the_reference_is_published() {
        Golden.checkPage("docs/reference/vm-document.md", VmReferencePage.text());
    }

    @Test
    void every_key_has_a_description_that_is_a_sentence() {
        assertEquals(
                List.of(),
                ReferenceRows.of(VmDocument.SHAPE).stream()
                        .filter(row -> !row.description().endsWith("."))
                        .map(ReferenceRows.Row::path)
                        .toList());
    }
}
