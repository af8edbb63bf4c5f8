package oxt.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogDiffTest {
    private static final String BOOT = "grub-secure-boot";
    private static final int KERNEL_COMMAND_LINE = 42;
    private static final int INITRAMFS = 44;

    @Test
    void two_boots_of_the_same_do_not_differ() throws Exception {
        assertEquals(Optional.of(List.of()), LogDiff.of(Boots.read(BOOT), Boots.read(BOOT)));
    }

    @Test
    void another_command_line_is_one_change_and_nothing_else() throws Exception {
        EventLog before = Boots.read(BOOT);
        EventLog after = with(before, KERNEL_COMMAND_LINE, "kernel_cmdline: /vmlinuz init=/bin/sh");
        List<LogDiff.Change> changes = LogDiff.of(before, after).orElseThrow();
        assertEquals(1, changes.size());
        LogDiff.Change.Other other =
                assertInstanceOf(LogDiff.Change.Other.class, changes.getFirst());
        assertEquals(before.events().get(KERNEL_COMMAND_LINE), other.before());
        assertEquals(after.events().get(KERNEL_COMMAND_LINE), other.after());
    }

    @Test
    void a_file_of_the_same_name_and_another_content_is_a_change() throws Exception {
        EventLog before = Boots.read(BOOT);
        List<LoggedEvent> events = new ArrayList<>(before.events());
        LoggedEvent initramfs = events.get(INITRAMFS);
        events.set(INITRAMFS, measured(initramfs, initramfs.claim(), Bytes.of(new byte[] {7})));
        List<LogDiff.Change> changes = LogDiff.of(before, with(before, events)).orElseThrow();
        assertEquals(
                List.of(new LogDiff.Change.Other(new Pcr(9), initramfs, events.get(INITRAMFS))),
                changes);
    }

    @Test
    void what_was_measured_only_once_is_gone_or_new() throws Exception {
        EventLog whole = Boots.read(BOOT);
        List<LoggedEvent> fewer = new ArrayList<>(whole.events());
        LoggedEvent left = fewer.remove(INITRAMFS);
        EventLog without = with(whole, fewer);
        assertEquals(
                Optional.of(List.of(new LogDiff.Change.Gone(new Pcr(9), left))),
                LogDiff.of(whole, without));
        assertEquals(
                Optional.of(List.of(new LogDiff.Change.New(new Pcr(9), left))),
                LogDiff.of(without, whole));
    }

    @Test
    void logs_without_a_common_bank_cannot_be_compared() throws Exception {
        EventLog log = Boots.read(BOOT);
        EventLog other = new EventLog(log.form(), Set.of(HashAlgorithm.SHA1), 0, log.events());
        EventLog sha256 = new EventLog(log.form(), Set.of(HashAlgorithm.SHA256), 0, log.events());
        assertEquals(Optional.empty(), LogDiff.of(other, sha256));
    }

    private static EventLog with(EventLog log, int index, String words) {
        List<LoggedEvent> events = new ArrayList<>(log.events());
        Bytes content = Bytes.of(words.getBytes(StandardCharsets.US_ASCII));
        LoggedEvent event = events.get(index);
        events.set(
                index,
                measured(event, new LoggedEvent.Claim(event.claim().type(), content), content));
        return with(log, events);
    }

    private static EventLog with(EventLog log, List<LoggedEvent> events) {
        return new EventLog(log.form(), log.banks(), log.startupLocality(), events);
    }

    private static LoggedEvent measured(LoggedEvent event, LoggedEvent.Claim claim, Bytes what) {
        Map<HashAlgorithm, Bytes> digests = new HashMap<>();
        event.digests().keySet().forEach(bank -> digests.put(bank, bank.digest(what)));
        return new LoggedEvent(event.number(), event.offset(), event.pcr(), digests, claim);
    }
}
