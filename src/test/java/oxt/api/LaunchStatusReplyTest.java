package oxt.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import oxt.model.Problem;
import oxt.trust.BootStatus;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

class LaunchStatusReplyTest {

    @Test
    void an_untouched_register_of_the_firmware_is_bad_and_has_a_remedy() {
        var zero = new TreeMap<>(Map.of(new Pcr(0), Bytes.filled(0, HashAlgorithm.SHA1.size())));
        BootStatus status =
                BootStatus.of(
                        Optional.empty(),
                        List.of(),
                        Map.of(HashAlgorithm.SHA1, new PcrBank(HashAlgorithm.SHA1, zero)));
        LaunchStatusReply reply = LaunchStatusReply.of(status);
        assertEquals("untouched", reply.registers().getFirst().standing());
        Finding finding = reply.findings().getFirst();
        assertEquals(Finding.Verdict.BAD, finding.verdict());
        assertTrue(finding.what().contains("PCR 0: they are the same whatever boots"));
        assertTrue(finding.remedy().contains("bank sha1"));
    }

    @Test
    void a_machine_without_a_tpm_was_measured_by_nothing() {
        LaunchStatusReply reply =
                LaunchStatusReply.ofNothing(
                        new Problem.Missing("no-tpm", "None.", "Switch it on."));
        assertEquals("nothing", reply.measurer());
        assertEquals(Finding.Verdict.BAD, reply.findings().getFirst().verdict());
        Node written = LaunchStatusReply.SHAPE.write(reply);
        assertEquals(reply, LaunchStatusReply.SHAPE.read(written).orThrow());
    }
}
