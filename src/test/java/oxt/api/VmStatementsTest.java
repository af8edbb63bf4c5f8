package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.trust.Bytes;
import oxt.trust.evidence.VmStatement;

class VmStatementsTest {
    private static final VmId ID = VmId.parse("6f1c1f6e-3d53-4c5a-9b7e-0d2c3c3d1e11").orElseThrow();

    @Test
    void a_measured_vm_states_what_was_accepted_and_which_disks_nobody_measured() {
        VmStatement stated = VmStatements.of(vm("07"), 4);
        assertEquals("work", stated.name());
        assertEquals(4, stated.policyVersion());
        assertEquals(Optional.of(Bytes.filled(7, 32)), stated.parts().get("firmware"));
        assertEquals(Optional.of(Bytes.filled(8, 32)), stated.parts().get("disks.tools"));
        assertEquals(Optional.empty(), stated.parts().get("disks.home"));
        assertEquals(stated, StatementDocument.read(text(stated)).orThrow());
    }

    @Test
    void another_document_has_another_digest() {
        assertNotEquals(
                VmStatements.of(vm("07"), 1).document(), VmStatements.of(vm("09"), 1).document());
    }

    private static String text(VmStatement stated) {
        return stated.text().text(StandardCharsets.UTF_8);
    }

    private static Vm vm(String firmware) {
        String yaml =
                """
                name: work
                boot: {firmware: uefi}
                disks:
                  - {name: tools, image: minimal, mode: fresh}
                  - {name: home, image: minimal}
                measured:
                  firmware: sha256:%s
                  disks:
                    - {name: tools, digest: "sha256:%s"}
                """
                        .formatted(firmware.repeat(32), "08".repeat(32));
        return Yaml.read(yaml).then(node -> VmDocument.read(node, ID)).orThrow();
    }
}
