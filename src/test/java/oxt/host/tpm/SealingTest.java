package oxt.host.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.host.tpm.Sealing.Opening;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.ReportCommands;
import oxt.trust.tpm.Sealed;
import oxt.trust.tpm.Secret;

/** Secrets under a real software TPM. */
class SealingTest {
    private static final PcrSelection REGISTERS =
            PcrSelection.of(HashAlgorithm.SHA256, List.of(new Pcr(4), new Pcr(7)));
    private static final Secret SECRET =
            Secret.of(Bytes.of("key of the disk".getBytes(StandardCharsets.UTF_8)));
    private static final String KERNEL = "11".repeat(32);
    private static final String NEXT_KERNEL = "22".repeat(32);

    @TempDir Path folder = Path.of("");

    private SoftwareTpm tpm;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        tpm = SoftwareTpm.start(folder);
        boot(KERNEL);
    }

    @AfterEach
    void stop() {
        tpm.close();
    }

    private void boot(String kernel) throws IOException, InterruptedException {
        tpm.reboot();
        tpm.tool("pcrextend", "4:sha256=" + kernel, "7:sha256=" + "77".repeat(32));
    }

    private static PcrBank now(Tpm open) {
        return open.ask(new ReportCommands.PcrRead(REGISTERS));
    }

    private static Sealed settled(Tpm open, List<PcrBank> boots, long counter) {
        Sealed sealed = Sealing.seal(open, SECRET, boots, counter);
        Sealing.settle(open, sealed);
        return sealed;
    }

    @Test
    void it_opens_in_each_boot_of_the_same_and_in_no_other()
            throws IOException, InterruptedException {
        Sealed sealed;
        try (Tpm open = tpm.open()) {
            sealed = settled(open, List.of(now(open)), Sealing.newCounter(open));
            assertOpens(open, sealed);
        }
        boot(KERNEL);
        try (Tpm open = tpm.open()) {
            assertOpens(open, sealed);
        }
        boot(NEXT_KERNEL);
        try (Tpm open = tpm.open()) {
            assertEquals(new Opening.OtherBoot(), Sealing.open(open, sealed));
        }
    }

    @Test
    void sealed_to_two_boots_it_opens_in_both_and_in_no_third()
            throws IOException, InterruptedException {
        Sealed sealed;
        try (Tpm open = tpm.open()) {
            TreeMap<Pcr, Bytes> next = new TreeMap<>(now(open).values());
            next.put(
                    new Pcr(4),
                    HashAlgorithm.SHA256.extend(Bytes.filled(0, 32), Bytes.ofHex(NEXT_KERNEL)));
            sealed =
                    settled(
                            open,
                            List.of(now(open), new PcrBank(HashAlgorithm.SHA256, next)),
                            Sealing.newCounter(open));
            assertOpens(open, sealed);
        }
        boot(NEXT_KERNEL);
        try (Tpm open = tpm.open()) {
            assertOpens(open, sealed);
        }
        boot("33".repeat(32));
        try (Tpm open = tpm.open()) {
            assertEquals(new Opening.OtherBoot(), Sealing.open(open, sealed));
        }
    }

    @Test
    void an_older_copy_opens_no_more() throws IOException {
        try (Tpm open = tpm.open()) {
            long counter = Sealing.newCounter(open);
            Sealed older = settled(open, List.of(now(open)), counter);
            Sealed newer = settled(open, List.of(now(open)), counter);
            assertInstanceOf(Opening.Superseded.class, Sealing.open(open, older));
            assertOpens(open, newer);
        }
    }

    /** The daemon was killed between writing the new one and settling it. */
    @Test
    void until_it_is_settled_the_old_one_opens_and_opening_the_new_one_settles_it()
            throws IOException {
        try (Tpm open = tpm.open()) {
            long counter = Sealing.newCounter(open);
            Sealed old = settled(open, List.of(now(open)), counter);
            Sealed next = Sealing.seal(open, SECRET, List.of(now(open)), counter);
            assertOpens(open, old);
            assertOpens(open, next);
            assertInstanceOf(Opening.Superseded.class, Sealing.open(open, old));
        }
    }

    @Test
    void a_counter_that_was_removed_and_made_anew_brings_no_old_copy_back() throws IOException {
        try (Tpm open = tpm.open()) {
            long counter = Sealing.newCounter(open);
            Sealed sealed = settled(open, List.of(now(open)), counter);
            Sealing.removeCounter(open, counter);
            ProblemException gone =
                    assertThrows(ProblemException.class, () -> Sealing.open(open, sealed));
            assertEquals("tpm-nothing-there", gone.problems().getFirst().code());
            assertEquals(counter, Sealing.newCounter(open));
            assertInstanceOf(Opening.Superseded.class, Sealing.open(open, sealed));
        }
    }

    @Test
    void another_tpm_says_that_it_is_not_its_own() throws IOException, InterruptedException {
        Sealed sealed;
        try (Tpm open = tpm.open()) {
            sealed = settled(open, List.of(now(open)), Sealing.newCounter(open));
        }
        tpm.tool("clear", "-c", "p");
        try (Tpm open = tpm.open()) {
            long counter = Sealing.newCounter(open);
            Sealed here =
                    new Sealed(
                            sealed.object(),
                            sealed.storageKey(),
                            sealed.selection(),
                            sealed.boots(),
                            counter,
                            settled(open, List.of(now(open)), counter).count());
            ProblemException other =
                    assertThrows(ProblemException.class, () -> Sealing.open(open, here));
            assertEquals("tpm-not-its-own", other.problems().getFirst().code());
        }
    }

    private static void assertOpens(Tpm open, Sealed sealed) {
        Opening.Opened opened = assertInstanceOf(Opening.Opened.class, Sealing.open(open, sealed));
        assertEquals(SECRET.bytes(), opened.secret().bytes());
    }
}
