package oxt.api;

import java.util.List;
import java.util.Optional;
import oxt.model.Reading;
import oxt.trust.BootStatus;
import oxt.trust.Bytes;
import oxt.trust.EventContentReader;
import oxt.trust.EventContentText;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.EventLogYaml;
import oxt.trust.HashAlgorithm;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;

/**
 * What a boot's event log says, for people; answers {@code GET /v1/launch/log}.
 *
 * @param banks whose digests the log has, the weakest first
 * @param bank whose digests are shown, and by which registers were compared
 * @param registers what became of the comparison; none where there was no TPM to compare with
 */
public record LaunchLogReply(
        List<String> banks, String bank, List<LaunchRegister> registers, List<Event> events) {

    /** Of a file with a log, bytes. */
    public static final int LARGEST_LOG = EventLogReader.LARGEST_LOG;

    public LaunchLogReply {
        banks = List.copyOf(banks);
        registers = List.copyOf(registers);
        events = List.copyOf(events);
    }

    /**
     * @param type and {@code text}: what the log says it was, which no digest covers
     * @param covered whether the digest is of what the text was decoded from
     */
    public record Event(
            int number,
            Optional<Integer> pcr,
            String type,
            String text,
            Optional<String> digest,
            boolean covered) {
        private static final Key<Event, Integer> NUMBER =
                Key.required(
                        "number",
                        Scalars.integer(0, Integer.MAX_VALUE),
                        "In the log, from 0.",
                        Event::number);
        private static final Key<Event, Integer> PCR =
                Key.optional(
                        "pcr",
                        Scalars.integer(0, Pcr.COUNT - 1),
                        "none: it extends no register",
                        "The register that it extends.",
                        Event::pcr);
        private static final Key<Event, String> TYPE =
                Replies.word("type", "What the log says that it is.", Event::type);
        private static final Key<Event, String> TEXT =
                Replies.sentence("text", "What the log says of it.", Event::text);
        private static final Key<Event, String> DIGEST =
                Key.optional(
                        "digest",
                        Replies.WORD,
                        "none in this bank",
                        "What the register was extended by.",
                        Event::digest);
        private static final Key<Event, Boolean> COVERED =
                Key.required(
                        "covered",
                        Scalars.truth(),
                        "Whether the digest covers what the log says of it.",
                        Event::covered);
        static final RecordShape<Event> SHAPE =
                Replies.reply(
                        RecordShape.of(
                                "Launch event",
                                "An entry of an event log.",
                                List.of(NUMBER, PCR, TYPE, TEXT, DIGEST, COVERED),
                                fields ->
                                        new Event(
                                                fields.of(NUMBER),
                                                fields.find(PCR),
                                                fields.of(TYPE),
                                                fields.of(TEXT),
                                                fields.find(DIGEST),
                                                fields.of(COVERED))));
    }

    private static final Key<LaunchLogReply, List<String>> BANKS =
            Key.required(
                    "banks",
                    ListShape.of(Replies.WORD, Replies.MOST),
                    "Banks whose digests the log has, the weakest first.",
                    LaunchLogReply::banks);
    private static final Key<LaunchLogReply, String> BANK =
            Replies.word("bank", "The bank of the digests shown.", LaunchLogReply::bank);
    private static final Key<LaunchLogReply, List<LaunchRegister>> REGISTERS =
            Key.required(
                    "registers",
                    ListShape.of(LaunchRegister.SHAPE, Replies.MOST),
                    "The TPM's registers and whether the log leads to them.",
                    LaunchLogReply::registers);
    private static final Key<LaunchLogReply, List<Event>> EVENTS =
            Key.required(
                    "events",
                    ListShape.of(Event.SHAPE, Replies.MOST),
                    "Every entry, in the log's order.",
                    LaunchLogReply::events);

    public static final RecordShape<LaunchLogReply> SHAPE =
            Replies.reply(
                    RecordShape.of(
                            "Launch log",
                            "What a boot's event log says.",
                            List.of(BANKS, BANK, REGISTERS, EVENTS),
                            fields ->
                                    new LaunchLogReply(
                                            fields.of(BANKS),
                                            fields.of(BANK),
                                            fields.of(REGISTERS),
                                            fields.of(EVENTS))));

    /** Of a file that somebody brings; there is nothing to compare it with. */
    public static Reading<LaunchLogReply> read(byte[] log) {
        return EventLogReader.read(Bytes.of(log)).map(LaunchLogReply::of);
    }

    /** Of a log with nothing to compare it with. */
    public static LaunchLogReply of(EventLog log) {
        return of(log, HashAlgorithm.shown(log.banks()), List.of());
    }

    /** Of this machine's boot, beside the registers that its TPM has now. */
    public static LaunchLogReply of(EventLog log, BootStatus status) {
        return of(log, status.bank(), status.registers().stream().map(LaunchRegister::of).toList());
    }

    /** As {@code tpm2_eventlog} prints it. */
    public static Reading<String> yaml(byte[] log) {
        return EventLogReader.read(Bytes.of(log)).map(EventLogYaml::of);
    }

    private static LaunchLogReply of(
            EventLog log, HashAlgorithm bank, List<LaunchRegister> registers) {
        return new LaunchLogReply(
                log.banks().stream().sorted().map(HashAlgorithm::word).toList(),
                bank.word(),
                registers,
                log.events().stream().map(event -> event(event, bank)).toList());
    }

    static Event event(LoggedEvent event, HashAlgorithm bank) {
        return new Event(
                event.number(),
                event.extendsRegister() ? event.pcr().map(Pcr::index) : Optional.empty(),
                event.claim().type().text(),
                EventContentText.of(EventContentReader.read(event.claim())),
                event.digest(bank).map(Bytes::hex),
                event.covered(bank).isPresent());
    }
}
