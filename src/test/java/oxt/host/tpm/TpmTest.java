package oxt.host.tpm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oxt.model.ProblemException;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.tpm.Authorization;
import oxt.trust.tpm.Authorization.Use;
import oxt.trust.tpm.CounterCommands;
import oxt.trust.tpm.CounterCommands.Counter;
import oxt.trust.tpm.Entity;
import oxt.trust.tpm.NvCommands;
import oxt.trust.tpm.ObjectCommands;
import oxt.trust.tpm.ObjectCommands.Created;
import oxt.trust.tpm.ObjectCommands.Primary;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.PolicyCommands;
import oxt.trust.tpm.PolicyDigest;
import oxt.trust.tpm.PublicArea;
import oxt.trust.tpm.ReportCommands;
import oxt.trust.tpm.Secret;
import oxt.trust.tpm.Templates;
import oxt.trust.tpm.TpmReader;
import oxt.trust.tpm.TpmSession;
import oxt.trust.tpm.TpmWriter;

/** What we say to a real TPM, with tpm2-tools as the witness. */
class TpmTest {
    private static final String SECRET = "the key of the disk, which nobody may see";
    private static final PcrSelection REGISTERS =
            PcrSelection.of(HashAlgorithm.SHA256, List.of(new Pcr(4), new Pcr(9)));

    @TempDir Path folder = Path.of("");

    private SoftwareTpm tpm;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        tpm = SoftwareTpm.start(folder);
        tpm.tool("pcrextend", "4:sha256=" + "11".repeat(32));
        tpm.tool("pcrextend", "9:sha256=" + "22".repeat(32));
    }

    @AfterEach
    void stop() {
        tpm.close();
    }

    @Test
    void registers_are_those_that_the_tools_read() throws IOException, InterruptedException {
        PcrBank read;
        try (Tpm open = tpm.open()) {
            read = open.ask(new ReportCommands.PcrRead(REGISTERS));
            assertNotEquals(
                    open.ask(new ReportCommands.GetRandom(16)),
                    open.ask(new ReportCommands.GetRandom(16)));
        }
        tpm.tool("pcrread", "sha256:4,9", "-o", "registers");
        Bytes both = Bytes.of(Files.readAllBytes(tpm.file("registers")));
        assertEquals(both.slice(0, 32), read.value(new Pcr(4)).orElseThrow());
        assertEquals(both.slice(32, 32), read.value(new Pcr(9)).orElseThrow());
    }

    @Test
    void keys_are_those_that_the_tools_make() throws IOException, InterruptedException {
        PublicArea storage;
        PublicArea endorsement;
        try (Tpm open = tpm.open()) {
            storage = TpmSessions.storageKey(open).area();
            endorsement =
                    open.ask(
                                    new ObjectCommands.CreatePrimary(
                                            Entity.ENDORSEMENT, Templates.endorsement()),
                                    Authorization.NO_PASSWORD)
                            .area();
        }
        tpm.tool("createek", "-c", "ek", "-G", "rsa", "-u", "ek.pub");
        storageKeyByTools();
        tpm.tool("readpublic", "-c", "srk", "-n", "srk.name");
        assertEquals(sized("ek.pub"), endorsement.written());
        assertEquals(Bytes.of(Files.readAllBytes(tpm.file("srk.name"))), storage.name());
    }

    private void storageKeyByTools() throws IOException, InterruptedException {
        tpm.tool("flushcontext", "-t");
        tpm.tool(
                "createprimary",
                "-C",
                "o",
                "-G",
                "ecc",
                "-c",
                "srk",
                "-a",
                "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt");
        tpm.tool("flushcontext", "-t");
    }

    @Test
    void a_policy_has_the_digest_that_the_tpm_and_the_tools_give_it()
            throws IOException, InterruptedException {
        PolicyDigest computed;
        PolicyDigest registers;
        try (Tpm open = tpm.open()) {
            PcrBank values = open.ask(new ReportCommands.PcrRead(REGISTERS));
            registers = PolicyDigest.BEGINNING.andRegisters(REGISTERS, values);
            PolicyDigest other =
                    PolicyDigest.BEGINNING.andRegisters(
                            REGISTERS, with(values, new Pcr(9), Bytes.filled(7, 32)));
            List<PolicyDigest> branches = List.of(registers, other);
            Entity counter = counter(open);
            long count =
                    open.ask(new CounterCommands.ReadCounter(counter), Authorization.NO_PASSWORD);
            computed = PolicyDigest.anyOf(branches).andCounter(counter.name(), count);
            TpmSession session = TpmSessions.plain(open, TpmSession.Kind.POLICY);
            open.ask(new PolicyCommands.PolicyPcr(session, REGISTERS));
            open.ask(new PolicyCommands.PolicyOr(session, branches));
            open.ask(
                    new PolicyCommands.PolicyNv(session, counter, count),
                    Authorization.NO_PASSWORD);
            assertEquals(computed, open.ask(new PolicyCommands.PolicyGetDigest(session)));
        }
        tpm.tool("createpolicy", "--policy-pcr", "-l", "sha256:4,9", "-L", "by-tools");
        assertEquals(Bytes.of(Files.readAllBytes(tpm.file("by-tools"))), registers.value());
    }

    private static PcrBank with(PcrBank bank, Pcr pcr, Bytes value) {
        TreeMap<Pcr, Bytes> values = new TreeMap<>(bank.values());
        values.put(pcr, value);
        return new PcrBank(bank.algorithm(), values);
    }

    /** A counter that was counted once. */
    private static Entity counter(Tpm open) {
        long handle = CounterCommands.FIRST + 7;
        open.ask(new CounterCommands.DefineCounter(handle), Authorization.NO_PASSWORD);
        open.ask(
                new CounterCommands.Increment(new Counter(handle, Counter.Written.NO).entity()),
                Authorization.NO_PASSWORD);
        Entity counter = new Counter(handle, Counter.Written.YES).entity();
        assertEquals(counter, open.ask(new NvCommands.ReadNvPublic(handle)).entity());
        return counter;
    }

    @Test
    void a_counter_never_goes_back_even_when_it_is_made_anew() throws IOException {
        try (Tpm open = tpm.open()) {
            Entity counter = counter(open);
            var read = new CounterCommands.ReadCounter(counter);
            long first = open.ask(read, Authorization.NO_PASSWORD);
            open.ask(new CounterCommands.Increment(counter), Authorization.NO_PASSWORD);
            assertEquals(first + 1, open.ask(read, Authorization.NO_PASSWORD));
            open.ask(new CounterCommands.Undefine(counter), Authorization.NO_PASSWORD);
            assertEquals(counter, counter(open));
            assertTrue(open.ask(read, Authorization.NO_PASSWORD) > first + 1);
        }
    }

    @Test
    void what_the_tools_sealed_is_opened_and_what_we_sealed_the_tools_open()
            throws IOException, InterruptedException {
        PolicyDigest policy;
        Created ours;
        try (Tpm open = tpm.open()) {
            policy = policy(open);
            ours = sealed(open, policy);
        }
        storageKeyByTools();
        tpm.tool("createpolicy", "--policy-pcr", "-l", "sha256:4,9", "-L", "policy");
        Files.writeString(tpm.file("secret"), SECRET);
        tpm.tool(
                "create",
                "-C",
                "srk",
                "-i",
                "secret",
                "-L",
                "policy",
                "-u",
                "theirs.pub",
                "-r",
                "theirs.priv",
                "-a",
                "fixedtpm|fixedparent|noda|adminwithpolicy");
        tpm.tool("flushcontext", "-t");
        Files.write(
                tpm.file("ours.pub"),
                new TpmWriter().sized(ours.area()::write).written().toArray());
        Files.write(tpm.file("ours.priv"), new TpmWriter().sized(ours.inner()).written().toArray());
        tpm.tool("load", "-C", "srk", "-u", "ours.pub", "-r", "ours.priv", "-c", "ours");
        tpm.tool("flushcontext", "-t");
        assertEquals(SECRET, tpm.tool("unseal", "-c", "ours", "-p", "pcr:sha256:4,9"));
        tpm.tool("flushcontext", "-t");
        tpm.tool("flushcontext", "-l");
        try (Tpm open = tpm.open()) {
            Created theirs =
                    new Created(
                            sized("theirs.priv"),
                            PublicArea.read(sized("theirs.pub"), "What the tools sealed")
                                    .orThrow());
            assertEquals(SECRET, text(opened(open, theirs)));
        }
    }

    private Bytes sized(String file) throws IOException {
        return new TpmReader(Bytes.of(Files.readAllBytes(tpm.file(file)))).sized(file);
    }

    @Test
    void nothing_of_the_secret_is_on_the_bus() throws IOException {
        List<Bytes> bus = new ArrayList<>();
        try (Tpm open = new Tpm(overheard(tpm.way(), bus))) {
            assertEquals(SECRET, text(opened(open, sealed(open, policy(open)))));
        }
        assertTrue(bus.size() > 10);
        String secret = Bytes.of(SECRET.getBytes(StandardCharsets.UTF_8)).hex();
        for (Bytes message : bus) {
            assertFalse(message.hex().contains(secret.substring(0, 16)));
        }
    }

    @Test
    void what_is_changed_on_its_way_back_is_no_answer() throws IOException {
        try (Tpm open = new Tpm(forged(tpm.way()))) {
            ProblemException thrown =
                    assertThrows(
                            ProblemException.class, () -> opened(open, sealed(open, policy(open))));
            assertEquals("tpm-answer", thrown.problems().getFirst().code());
            assertTrue(thrown.getMessage().contains("an HMAC"), thrown.getMessage());
        }
    }

    private static TpmTransport overheard(TpmTransport way, List<Bytes> bus) {
        return new Between(
                way,
                answer -> {
                    bus.add(answer);
                    return answer;
                },
                bus);
    }

    /** One bit of every answer that ends with an HMAC of 32 bytes. */
    private static TpmTransport forged(TpmTransport way) {
        return new Between(
                way,
                answer -> {
                    byte[] bytes = answer.toArray();
                    if (bytes[1] == 0x02 && bytes[bytes.length - 33] == 32) {
                        bytes[bytes.length - 1] ^= 1;
                    }
                    return Bytes.of(bytes);
                },
                new ArrayList<>());
    }

    private record Between(TpmTransport way, UnaryOperator<Bytes> change, List<Bytes> commands)
            implements TpmTransport {
        @Override
        public Bytes exchange(Bytes command) throws IOException {
            commands.add(command);
            return change.apply(way.exchange(command));
        }

        @Override
        public void close() throws IOException {
            way.close();
        }
    }

    @Test
    void when_a_register_changed_the_policy_does_not_open_it()
            throws IOException, InterruptedException {
        Created sealed;
        try (Tpm open = tpm.open()) {
            sealed = sealed(open, policy(open));
        }
        tpm.tool("pcrextend", "9:sha256=" + "33".repeat(32));
        try (Tpm open = tpm.open()) {
            ProblemException thrown =
                    assertThrows(ProblemException.class, () -> opened(open, sealed));
            assertEquals("tpm-policy", thrown.problems().getFirst().code());
            assertTrue(thrown.getMessage().contains("0x99d"), thrown.getMessage());
        }
    }

    @Test
    void a_hundred_undertakings_leave_nothing_in_the_tpm() throws IOException {
        for (int round = 0; round < 100; round++) {
            try (Tpm open = tpm.open()) {
                TpmSessions.salted(open, TpmSessions.storageKey(open), TpmSession.Kind.HMAC);
            }
        }
        try (Tpm open = tpm.open()) {
            assertEquals(List.of(), open.ask(new ReportCommands.GetHandles(0x8000_0000L, 8)));
            assertEquals(List.of(), open.ask(new ReportCommands.GetHandles(0x0200_0000L, 8)));
        }
    }

    private static PolicyDigest policy(Tpm open) {
        return PolicyDigest.BEGINNING.andRegisters(
                REGISTERS, open.ask(new ReportCommands.PcrRead(REGISTERS)));
    }

    private static Created sealed(Tpm open, PolicyDigest policy) {
        Primary parent = TpmSessions.storageKey(open);
        TpmSession session = TpmSessions.salted(open, parent, TpmSession.Kind.HMAC);
        Created created =
                open.ask(
                        new ObjectCommands.Create(
                                parent.entity(),
                                Templates.kept(policy),
                                Secret.of(Bytes.of(SECRET.getBytes(StandardCharsets.UTF_8)))),
                        session.authorizes(
                                Secret.NONE, open.nonce(), Set.of(Use.DECRYPT, Use.CONTINUE)));
        open.flush(session.handle());
        open.flush(parent.entity().handle());
        return created;
    }

    private static Secret opened(Tpm open, Created sealed) {
        Primary parent = TpmSessions.storageKey(open);
        Entity object =
                open.ask(
                        new ObjectCommands.Load(parent.entity(), sealed),
                        Authorization.NO_PASSWORD);
        TpmSession session = TpmSessions.salted(open, parent, TpmSession.Kind.POLICY);
        open.ask(new PolicyCommands.PolicyPcr(session, REGISTERS));
        return open.ask(
                new ObjectCommands.Unseal(object),
                session.authorizes(Secret.NONE, open.nonce(), Set.of(Use.ENCRYPT)));
    }

    private static String text(Secret secret) {
        return secret.bytes().text(StandardCharsets.UTF_8);
    }
}
