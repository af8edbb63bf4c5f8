package oxt.trust.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;

class PublicAreaTest {
    private static final Path AREAS = Path.of("src/test/resources/tpm/public-areas");

    private record Recorded(String what, Bytes area, Bytes name) {}

    private static List<Recorded> recorded() throws IOException {
        return Files.readAllLines(AREAS).stream()
                .map(line -> line.split(" "))
                .map(word -> new Recorded(word[0], Bytes.ofHex(word[1]), Bytes.ofHex(word[2])))
                .toList();
    }

    private static PublicArea read(String what) throws IOException {
        Recorded found =
                recorded().stream().filter(one -> one.what.equals(what)).findFirst().orElseThrow();
        return PublicArea.read(found.area, what).orThrow();
    }

    @Test
    void what_a_tpm_wrote_is_written_again_alike_and_named_as_the_tpm_names_it()
            throws IOException {
        for (Recorded one : recorded()) {
            PublicArea area = PublicArea.read(one.area, one.what).orThrow();
            assertEquals(one.area, area.written(), one.what);
            assertEquals(one.name, area.name(), one.what);
        }
    }

    @Test
    void only_the_attestation_key_signs_what_the_tpm_made_and_nothing_else() throws IOException {
        assertTrue(read("ak").isRestrictedSigningKey());
        assertFalse(read("ek").isRestrictedSigningKey());
        assertFalse(read("srk").isRestrictedSigningKey());
        assertFalse(read("seal").isRestrictedSigningKey());
    }

    @Test
    void keys_are_javas_keys_and_what_is_kept_is_none() throws IOException {
        assertEquals("RSA", PublicKeys.of(read("ek").parameters()).orElseThrow().getAlgorithm());
        assertEquals("EC", PublicKeys.of(read("ak").parameters()).orElseThrow().getAlgorithm());
        assertTrue(PublicKeys.of(read("seal").parameters()).isEmpty());
    }

    @Test
    void the_endorsement_key_has_the_policy_that_the_tcg_gave_it() throws IOException {
        PublicArea ek = read("ek");
        assertEquals(HashAlgorithm.SHA256, ek.nameHash());
        assertEquals(
                Set.of(
                        ObjectAttribute.FIXED_TPM,
                        ObjectAttribute.FIXED_PARENT,
                        ObjectAttribute.SENSITIVE_DATA_ORIGIN,
                        ObjectAttribute.ADMIN_WITH_POLICY,
                        ObjectAttribute.RESTRICTED,
                        ObjectAttribute.DECRYPT),
                ek.attributes());
        assertTrue(ek.policy().hex().startsWith("837197674484b3f81a90cc8d46a5d724"));
    }

    @Test
    void an_area_that_is_cut_anywhere_is_refused_with_the_place() throws IOException {
        for (Recorded one : recorded()) {
            for (int length = 0; length < one.area.length(); length++) {
                assertRefused(one.area.slice(0, length));
            }
            byte[] longer = Arrays.copyOf(one.area.toArray(), one.area.length() + 1);
            assertRefused(Bytes.of(longer));
        }
    }

    @Test
    void unknown_algorithms_and_reserved_attributes_are_refused() throws IOException {
        Bytes area = recorded().getFirst().area;
        assertRefused(changed(area, 1, 0x25));
        assertRefused(changed(area, 3, 0x27));
        assertRefused(changed(area, 4, 0x80));
        assertRefused(changed(area, 0x2b, 0x05));
    }

    private static Bytes changed(Bytes area, int at, int value) {
        byte[] bytes = area.toArray();
        bytes[at] = (byte) value;
        return Bytes.of(bytes);
    }

    private static void assertRefused(Bytes area) {
        Reading<PublicArea> read = PublicArea.read(area, "The key");
        ProblemException thrown = assertThrows(ProblemException.class, read::orThrow);
        assertEquals("tpm-malformed", thrown.problems().getFirst().code());
        assertTrue(thrown.getMessage().startsWith("The key cannot be read: at byte "));
    }
}
