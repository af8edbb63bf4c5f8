package oxt.api;

import java.util.List;
import oxt.trust.Bytes;
import oxt.trust.Pcr;
import oxt.trust.evidence.EventRule;
import oxt.trust.evidence.FileRule;
import oxt.trust.evidence.RegisterRule;

/** What one register may hold, in a boot policy. */
final class RegisterRuleDocument {
    private static final String BY = "by";

    /** More than a boot measures into all registers. */
    private static final int MOST_EVENTS = 2_000;

    private static final CasesShape.Case<RegisterRule.ByEvents> EVENTS = events();
    private static final CasesShape.Case<RegisterRule.ByValue> VALUE = value();
    private static final CasesShape.Case<RegisterRule.ByFiles> FILES = files();
    private static final CasesShape.Case<RegisterRule.NotJudged> NOTHING = nothing();

    static final CasesShape<RegisterRule> SHAPE =
            new CasesShape<>(
                    "boot register",
                    "What one register may hold.",
                    BY,
                    List.of(EVENTS, VALUE, FILES, NOTHING),
                    rule ->
                            switch (rule) {
                                case RegisterRule.ByEvents events -> EVENTS.write(events);
                                case RegisterRule.ByValue value -> VALUE.write(value);
                                case RegisterRule.ByFiles files -> FILES.write(files);
                                case RegisterRule.NotJudged nothing -> NOTHING.write(nothing);
                            });

    private RegisterRuleDocument() {}

    private static <R extends RegisterRule> Key<R, Integer> pcr() {
        return Key.required(
                "pcr",
                Scalars.integer(0, Pcr.COUNT - 1),
                "The register.",
                rule -> rule.pcr().index());
    }

    private static CasesShape.Case<RegisterRule.ByEvents> events() {
        Key<RegisterRule.ByEvents, Integer> pcr = pcr();
        Key<RegisterRule.ByEvents, List<EventRule>> events =
                Key.required(
                        "events",
                        ListShape.of(EventRuleDocument.SHAPE, MOST_EVENTS),
                        "Its measurements, in their order.",
                        RegisterRule.ByEvents::events);
        return new CasesShape.Case<>(
                BY,
                "events",
                RecordShape.of(
                        "register by events",
                        "The log has to lead to it by these measurements.",
                        List.of(pcr, events),
                        fields ->
                                new RegisterRule.ByEvents(
                                        new Pcr(fields.of(pcr)), fields.of(events))));
    }

    private static CasesShape.Case<RegisterRule.ByValue> value() {
        Key<RegisterRule.ByValue, Integer> pcr = pcr();
        Key<RegisterRule.ByValue, List<Bytes>> values =
                Key.required(
                        "values",
                        ListShape.of(EventRuleDocument.DIGEST, EventRuleDocument.MOST_DIGESTS),
                        "What it may hold; at least one value.",
                        RegisterRule.ByValue::values);
        return new CasesShape.Case<>(
                BY,
                "value",
                RecordShape.of(
                                "register by value",
                                "It has to hold one of these, where no log says how it came about.",
                                List.of(pcr, values),
                                fields ->
                                        new RegisterRule.ByValue(
                                                new Pcr(fields.of(pcr)), fields.of(values)))
                        .check(
                                List.of(values),
                                fields -> EventRuleDocument.someDigest(fields, values)));
    }

    private static CasesShape.Case<RegisterRule.ByFiles> files() {
        Key<RegisterRule.ByFiles, Integer> pcr = pcr();
        Key<RegisterRule.ByFiles, RegisterRule.Others> others =
                Key.required(
                        "others",
                        Scalars.choice(RegisterRule.Others.values()),
                        "What becomes of files that are not here, or not by these digests.",
                        RegisterRule.ByFiles::others);
        Key<RegisterRule.ByFiles, List<FileRule>> files =
                Key.standard(
                        "files",
                        ListShape.of(FileRuleDocument.SHAPE, FileRuleDocument.MOST_FILES),
                        List.of(),
                        "Those that are known.",
                        RegisterRule.ByFiles::files);
        return new CasesShape.Case<>(
                BY,
                "files",
                RecordShape.of(
                        "register by files",
                        "The kernel's list of the files that it measured has to lead to it.",
                        List.of(pcr, others, files),
                        fields ->
                                new RegisterRule.ByFiles(
                                        new Pcr(fields.of(pcr)),
                                        fields.of(others),
                                        fields.of(files))));
    }

    private static CasesShape.Case<RegisterRule.NotJudged> nothing() {
        Key<RegisterRule.NotJudged, Integer> pcr = pcr();
        Key<RegisterRule.NotJudged, String> reason =
                EventRuleDocument.reason(RegisterRule.NotJudged::reason);
        return new CasesShape.Case<>(
                BY,
                "nothing",
                RecordShape.of(
                        "register not judged",
                        "It may hold anything.",
                        List.of(pcr, reason),
                        fields ->
                                new RegisterRule.NotJudged(
                                        new Pcr(fields.of(pcr)), fields.of(reason))));
    }
}
