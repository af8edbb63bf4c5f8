package oxt.trust.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import oxt.model.Problem;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.tpm.Attestation;
import oxt.trust.tpm.JdkSignatures;
import oxt.trust.tpm.PcrSelection;
import oxt.trust.tpm.Quotes;
import oxt.trust.tpm.SoftwareKey;

class VerifierTest {
    private static final Verifier VERIFIER = new Verifier(new JdkSignatures());

    @Test
    void a_machine_that_booted_what_the_policy_allows_is_trusted_by_keys_of_every_kind()
            throws Exception {
        for (String key : List.of("rsassa", "rsapss", "ecdsa")) {
            Verdict verdict = verify(Machines.evidence(key, key));
            assertEquals(new Verdict.Trusted(Set.of(), Verdict.Freshness.FRESH), verdict, key);
        }
    }

    @Test
    void a_machine_that_booted_something_else_is_changed_and_the_event_is_named() throws Exception {
        BootPolicy other = withOtherDigest(Machines.policy(), new Pcr(8), 1);
        Verdict verdict = verify(Machines.evidence(), other);
        List<BootChange> changes = assertInstanceOf(Verdict.Changed.class, verdict).changes();
        assertEquals(1, changes.size());
        BootChange.Other change = assertInstanceOf(BootChange.Other.class, changes.getFirst());
        assertEquals(new Pcr(8), change.pcr());
        assertEquals(change.rule().what(), change.seen().what());
    }

    @Test
    void evidence_for_another_nonce_is_unproven() throws Exception {
        Evidence evidence = Machines.evidence();
        Question question =
                new Question(
                        Machines.policy(),
                        Optional.of(Bytes.filled(7, 32)),
                        Optional.of(evidence.key()),
                        Optional.empty());
        assertUnproven("evidence-wrong-nonce", VERIFIER.verify(evidence, question));
    }

    @Test
    void a_replayed_quote_with_the_new_nonce_written_beside_it_is_unproven() throws Exception {
        Evidence old = Machines.evidence("second", "ecdsa");
        assertUnproven("evidence-wrong-nonce", verify(old));
    }

    @Test
    void without_a_nonce_that_was_given_out_nothing_is_said_to_be_fresh() throws Exception {
        Evidence evidence = Machines.evidence();
        Question question =
                new Question(
                        Machines.policy(),
                        Optional.empty(),
                        Optional.of(evidence.key()),
                        Optional.empty());
        assertEquals(
                new Verdict.Trusted(Set.of(), Verdict.Freshness.UNKNOWN),
                VERIFIER.verify(evidence, question));
    }

    @Test
    void evidence_by_another_key_is_unproven_even_with_that_key_beside_it() throws Exception {
        Evidence evidence =
                Machines.forged(
                        new SoftwareKey(), Machines.registers(), Machines.CLOCK, Optional.empty());
        Question question =
                new Question(
                        Machines.policy(),
                        Optional.of(evidence.nonce()),
                        Optional.of(Quotes.key("ecdsa")),
                        Optional.empty());
        assertUnproven("evidence-wrong-key", VERIFIER.verify(evidence, question));
        assertUnproven("evidence-wrong-signature", VERIFIER.verify(evidence, question));
    }

    @Test
    void a_key_that_nobody_vouches_for_proves_nothing() throws Exception {
        Evidence evidence = Machines.evidence();
        Question question =
                new Question(
                        Machines.policy(),
                        Optional.of(evidence.nonce()),
                        Optional.empty(),
                        Optional.empty());
        Verdict verdict = VERIFIER.verify(evidence, question);
        assertEquals(List.of("evidence-unknown-key"), codes(verdict));
    }

    @Test
    void a_key_that_signs_what_was_made_up_outside_the_tpm_is_refused() throws Exception {
        Evidence evidence = Machines.evidence("unrestricted", "unrestricted");
        assertEquals(List.of("evidence-key-not-restricted"), codes(verify(evidence)));
    }

    @Test
    void a_log_that_is_cut_anywhere_is_unproven() throws Exception {
        Bytes log = Machines.log();
        for (LoggedEvent event : Machines.read().events()) {
            if (event.number() > 1) {
                Bytes cut = log.slice(0, (int) event.offset());
                Verdict verdict = verify(withLog(Machines.evidence(), Optional.of(cut)));
                assertUnproven("evidence-log-differs", verdict);
                Bytes within = log.slice(0, (int) event.offset() + 5);
                assertUnproven(
                        "log-malformed", verify(withLog(Machines.evidence(), Optional.of(within))));
            }
        }
    }

    @Test
    void no_verdict_is_taken_from_a_log_of_which_one_digest_was_changed() throws Exception {
        byte[] log = Machines.log().toArray();
        for (LoggedEvent event : Machines.read().events()) {
            if (event.extendsRegister()) {
                int digest = find(log, event);
                log[digest] ^= 1;
                Verdict verdict = verify(withLog(Machines.evidence(), Optional.of(Bytes.of(log))));
                assertEquals(List.of("evidence-log-differs"), codes(verdict), event.toString());
                log[digest] ^= 1;
            }
        }
    }

    @Test
    void an_old_log_with_the_registers_of_now_is_unproven() throws Exception {
        Evidence evidence = withLog(Machines.evidence(), Optional.of(Machines.log("systemd-stub")));
        assertUnproven("evidence-log-differs", verify(evidence));
    }

    @Test
    void without_a_log_registers_by_events_are_not_judged_and_those_by_value_are()
            throws Exception {
        Evidence evidence = withLog(Machines.evidence(), Optional.empty());
        assertUnproven("evidence-without-log", verify(evidence));
        assertInstanceOf(Verdict.Trusted.class, verify(evidence, byValue(Machines.policy())));
    }

    @Test
    void a_register_by_value_that_holds_another_is_changed() throws Exception {
        BootPolicy policy = byValue(withOtherDigest(Machines.policy(), new Pcr(4), 2));
        Verdict verdict = verify(Machines.evidence(), policy);
        List<BootChange> changes = assertInstanceOf(Verdict.Changed.class, verdict).changes();
        assertEquals(
                new Pcr(4),
                assertInstanceOf(BootChange.OtherValue.class, changes.getFirst()).pcr());
        assertEquals(1, changes.size());
    }

    @Test
    void a_quote_of_two_banks_or_registers_of_another_bank_is_refused() throws Exception {
        assertUnproven("evidence-mixed-banks", verify(Machines.evidence("two-banks", "ecdsa")));
        assertUnproven("evidence-mixed-banks", verify(Machines.evidence("sha1", "ecdsa")));
        Evidence sha1 =
                withRegisters(
                        Machines.evidence("sha1", "ecdsa"),
                        Quotes.registers(HashAlgorithm.SHA1, Machines.MEASURED));
        assertUnproven("evidence-other-bank", verify(sha1));
    }

    @Test
    void what_is_no_quote_is_refused() throws Exception {
        assertUnproven("evidence-not-a-quote", verify(Machines.evidence("time", "ecdsa")));
    }

    @Test
    void a_quote_of_no_register_is_refused() throws Exception {
        SoftwareKey key = new SoftwareKey();
        PcrBank none = new PcrBank(HashAlgorithm.SHA256, new TreeMap<>());
        Bytes digest = HashAlgorithm.SHA256.digest();
        var selections =
                List.of(
                        List.<PcrSelection>of(),
                        List.of(PcrSelection.of(HashAlgorithm.SHA256, Set.of())));
        for (var nothing : selections) {
            Bytes quote = SoftwareKey.quote(Quotes.NONCE, Machines.CLOCK, nothing, digest);
            Evidence evidence = Machines.signed(key, quote, none, Optional.empty());
            assertUnproven("evidence-no-registers", verify(evidence));
        }
    }

    @Test
    void registers_that_nothing_was_measured_into_are_no_evidence() throws Exception {
        Set<Pcr> with = new TreeSet<>(Machines.MEASURED);
        with.addAll(List.of(new Pcr(17), new Pcr(18), new Pcr(23)));
        Evidence evidence =
                withRegisters(
                        Machines.evidence("late-launch", "ecdsa"),
                        Quotes.registers(HashAlgorithm.SHA256, with));
        assertInstanceOf(Verdict.Trusted.class, verify(evidence));
        for (int index : List.of(17, 23)) {
            List<RegisterRule> rules = new ArrayList<>(Machines.policy().registers());
            Bytes held = evidence.registers().value(new Pcr(index)).orElseThrow();
            rules.add(new RegisterRule.ByValue(new Pcr(index), List.of(held)));
            assertUnproven("evidence-registers-untouched", verify(evidence, with(rules)));
        }
    }

    @Test
    void registers_that_the_quote_is_not_of_are_refused() throws Exception {
        SortedMap<Pcr, Bytes> values = new TreeMap<>(Machines.registers().values());
        values.put(new Pcr(4), Bytes.filled(4, 32));
        Evidence other =
                withRegisters(Machines.evidence(), new PcrBank(HashAlgorithm.SHA256, values));
        assertUnproven("evidence-registers-differ", verify(other));
        values.remove(new Pcr(4));
        Evidence fewer =
                withRegisters(Machines.evidence(), new PcrBank(HashAlgorithm.SHA256, values));
        assertUnproven("evidence-registers-differ", verify(fewer));
    }

    @Test
    void a_register_that_the_policy_judges_has_to_be_quoted() throws Exception {
        List<RegisterRule> rules = new ArrayList<>(Machines.policy().registers());
        rules.add(new RegisterRule.ByEvents(new Pcr(11), List.of()));
        assertUnproven("evidence-register-missing", verify(Machines.evidence(), with(rules)));
    }

    @Test
    void evidence_that_is_not_later_than_what_came_before_is_refused() throws Exception {
        SoftwareKey key = new SoftwareKey();
        Evidence earlier =
                forged(key, new Attestation.Clock(5_000, 7, 3, Attestation.Reliable.YES));
        Evidence later = forged(key, new Attestation.Clock(5_001, 7, 3, Attestation.Reliable.YES));
        Evidence restarted = forged(key, new Attestation.Clock(10, 7, 4, Attestation.Reliable.NO));
        Evidence reset = forged(key, new Attestation.Clock(10, 8, 0, Attestation.Reliable.NO));
        List<Evidence> inOrder = List.of(earlier, later, restarted, reset);
        for (Evidence before : inOrder) {
            for (Evidence after : inOrder) {
                Verdict verdict = after(before, after);
                if (inOrder.indexOf(after) > inOrder.indexOf(before)) {
                    assertInstanceOf(Verdict.Trusted.class, verdict);
                } else {
                    assertEquals(List.of("evidence-older"), codes(verdict));
                }
            }
        }
    }

    @Test
    void earlier_evidence_of_another_machine_is_refused() throws Exception {
        Evidence earlier = forged(new SoftwareKey(), Machines.CLOCK);
        assertUnproven("evidence-earlier-unproven", after(earlier, Machines.evidence()));
    }

    @Test
    void a_start_from_another_locality_is_a_change() throws Exception {
        BootPolicy made = Machines.policy();
        BootPolicy other =
                new BootPolicy(made.version(), made.bank(), 3, made.registers(), made.vms());
        assertEquals(
                new Verdict.Changed(List.of(new BootChange.OtherLocality(3, 0))),
                verify(Machines.evidence(), other));
    }

    @Test
    void a_policy_that_allows_one_boot_is_compiled_to_the_registers_of_that_boot()
            throws Exception {
        assertEquals(Machines.registers().values(), Machines.policy().values());
        BootPolicy two = withAnything(Machines.policy(), new Pcr(8));
        assertTrue(two.values().containsKey(new Pcr(7)));
        assertTrue(!two.values().containsKey(new Pcr(8)));
    }

    private static Verdict after(Evidence before, Evidence after) throws Exception {
        return VERIFIER.verify(
                after,
                new Question(
                        Machines.policy(),
                        Optional.of(after.nonce()),
                        Optional.of(after.key()),
                        Optional.of(before)));
    }

    private static Evidence forged(SoftwareKey key, Attestation.Clock clock) throws Exception {
        return Machines.forged(key, Machines.registers(), clock, Optional.empty());
    }

    private static Verdict verify(Evidence evidence) throws Exception {
        return verify(evidence, Machines.policy());
    }

    private static Verdict verify(Evidence evidence, BootPolicy policy) {
        return VERIFIER.verify(evidence, Machines.question(evidence, policy));
    }

    private static void assertUnproven(String code, Verdict verdict) {
        assertTrue(codes(verdict).contains(code), () -> code + " is not in " + verdict);
    }

    private static List<String> codes(Verdict verdict) {
        return assertInstanceOf(Verdict.Unproven.class, verdict).reasons().stream()
                .map(Problem::code)
                .toList();
    }

    private static Evidence withLog(Evidence evidence, Optional<Bytes> log) {
        return new Evidence(
                evidence.nonce(),
                evidence.quote(),
                evidence.signature(),
                evidence.key(),
                evidence.registers(),
                log,
                evidence.statement());
    }

    private static Evidence withRegisters(Evidence evidence, PcrBank registers) {
        return new Evidence(
                evidence.nonce(),
                evidence.quote(),
                evidence.signature(),
                evidence.key(),
                registers,
                evidence.log(),
                evidence.statement());
    }

    /** Where the digest of the bank that is judged by begins. */
    private static int find(byte[] log, LoggedEvent event) {
        byte[] digest = event.digest(HashAlgorithm.SHA256).orElseThrow().toArray();
        for (int at = (int) event.offset(); ; at++) {
            if (Arrays.equals(log, at, at + digest.length, digest, 0, digest.length)) {
                return at;
            }
        }
    }

    private static BootPolicy with(List<RegisterRule> rules) throws Exception {
        BootPolicy made = Machines.policy();
        return new BootPolicy(made.version(), made.bank(), 0, rules, made.vms());
    }

    private static BootPolicy byValue(BootPolicy policy) {
        List<RegisterRule> rules = new ArrayList<>();
        policy.values()
                .forEach((pcr, value) -> rules.add(new RegisterRule.ByValue(pcr, List.of(value))));
        return new BootPolicy(policy.version(), policy.bank(), 0, rules, List.of());
    }

    private static BootPolicy withOtherDigest(BootPolicy policy, Pcr pcr, int event) {
        return changed(
                policy,
                pcr,
                event,
                new EventRule.These(what(policy, pcr, event), List.of(Bytes.filled(1, 32))));
    }

    private static BootPolicy withAnything(BootPolicy policy, Pcr pcr) {
        return changed(policy, pcr, 0, new EventRule.Anything(what(policy, pcr, 0), "for a test"));
    }

    private static String what(BootPolicy policy, Pcr pcr, int event) {
        return events(policy, pcr).get(event).what();
    }

    private static List<EventRule> events(BootPolicy policy, Pcr pcr) {
        return policy.registers().stream()
                .filter(rule -> rule.pcr().equals(pcr))
                .map(rule -> ((RegisterRule.ByEvents) rule).events())
                .findFirst()
                .orElseThrow();
    }

    private static BootPolicy changed(BootPolicy policy, Pcr pcr, int event, EventRule other) {
        List<RegisterRule> rules = new ArrayList<>();
        for (RegisterRule rule : policy.registers()) {
            List<EventRule> events = new ArrayList<>(events(policy, rule.pcr()));
            if (rule.pcr().equals(pcr)) {
                events.set(event, other);
            }
            rules.add(new RegisterRule.ByEvents(rule.pcr(), events));
        }
        return new BootPolicy(policy.version(), policy.bank(), 0, rules, policy.vms());
    }
}
