package oxt.trust.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import oxt.trust.Bytes;
import oxt.trust.EventContent;
import oxt.trust.EventContentReader;
import oxt.trust.EventContentText;
import oxt.trust.ForeseenEvent;
import oxt.trust.ForeseenEvent.Source;
import oxt.trust.HashAlgorithm;
import oxt.trust.LinuxTags;
import oxt.trust.Pcr;
import oxt.trust.ProvenLog.Measurement;

/** Goes through a log and says of each entry what the next boot will have in its place. */
final class Foretelling {
    /** Of systemd's stub: it loads the kernel within itself by this name. */
    private static final String PAYLOAD = "VenMedia(55c5d1f8-04cd-46b5-8a20-e56cbb3052d0)";

    private static final String COMMAND = "grub_cmd: ";
    private static final String COMMAND_LINE = "kernel_cmdline: ";
    private static final Set<String> OF_CONFIGURATION =
            Set.of("linux", "linuxefi", "initrd", "initrdefi", "chainloader", "xen_hypervisor");

    /** What systemd's stub measures of itself where it has it. */
    private static final List<String> MEASURED_SECTIONS =
            List.of(".linux", ".osrel", ".cmdline", ".initrd", ".splash", ".dtb", ".uname");

    private static final Pcr SECTIONS = new Pcr(11);

    private final HashAlgorithm hash;
    private final BootFiles files;
    private final Instead instead;
    private final List<ForeseenEvent> events = new ArrayList<>();
    private final List<Unforeseen> unforeseen = new ArrayList<>();

    /** The last image that has a kernel within it. */
    private Optional<PeFile> unified = Optional.empty();

    /** Of it, that this boot measured. */
    private final Set<String> sections = new HashSet<>();

    private Optional<PeFile> kernel = Optional.empty();
    private Optional<String> configuration = Optional.empty();

    /** The last file that a boot loader read, as this boot measured it and as it is now. */
    private Optional<Bytes> loadedBefore = Optional.empty();

    private Optional<Bytes> loadedNow = Optional.empty();
    private Optional<String> lineBefore = Optional.empty();

    Foretelling(HashAlgorithm hash, BootFiles files, Instead instead) {
        this.hash = hash;
        this.files = files;
        this.instead = instead;
    }

    List<ForeseenEvent> events() {
        return events;
    }

    List<Unforeseen> unforeseen() {
        return unforeseen;
    }

    /** After the last entry: a section that this boot's image had not will be measured, too. */
    void end() {
        for (String name : MEASURED_SECTIONS) {
            if (unified.map(image -> image.has(name)).orElse(false)
                    && !sections.isEmpty()
                    && !sections.contains(name)) {
                unforeseen.add(
                        new Unforeseen(SECTIONS, name, "This boot's image had no such section."));
            }
        }
    }

    void next(Measurement measurement) {
        EventContent content = EventContentReader.read(measurement.claim());
        switch (content) {
            case EventContent.Image image -> image(measurement, image.path());
            case EventContent.Words(var text) -> words(measurement, text);
            case EventContent.Tagged(var tag, _) -> tagged(measurement, tag);
            case EventContent.Separator _,
                    EventContent.Variable _,
                    EventContent.FirmwarePart _,
                    EventContent.PartitionTable _,
                    EventContent.Header _,
                    EventContent.StartupLocality _,
                    EventContent.Opaque _ ->
                    carry(measurement);
        }
    }

    private void image(Measurement measurement, Optional<String> path) {
        if (path.isEmpty()) {
            kernel.ifPresentOrElse(
                    program -> compute(measurement, program.digest(hash)),
                    () -> carry(measurement));
        } else if (path.get().equals(PAYLOAD) && unified.isPresent()) {
            unified.flatMap(image -> image.content(".linux"))
                    .flatMap(PeFile::read)
                    .ifPresentOrElse(
                            program -> compute(measurement, program.digest(hash)),
                            () -> fail(measurement, "The unified image has no kernel."));
        } else if (path.get().contains("\\")) {
            program(measurement, path.get());
        } else {
            // It came out of the firmware itself.
            carry(measurement);
        }
    }

    private void program(Measurement measurement, String path) {
        String name = path.substring(path.indexOf('\\')).replaceAll("/?\\\\+", "/");
        List<PeFile> programs = new ArrayList<>();
        files.find(instead.in(name)).forEach(file -> PeFile.read(file).ifPresent(programs::add));
        Optional<PeFile> chosen =
                chosen(measurement, programs, program -> program.digest(hash), name);
        chosen.ifPresent(
                program -> {
                    compute(measurement, program.digest(hash));
                    if (program.has(".linux")) {
                        unified = chosen;
                    }
                });
    }

    /** Of several it is the one that this boot measured, if there is one. */
    private <T> Optional<T> chosen(
            Measurement measurement, List<T> candidates, Function<T, Bytes> digest, String name) {
        List<Bytes> digests = candidates.stream().map(digest).distinct().toList();
        if (digests.size() == 1) {
            return Optional.of(candidates.getFirst());
        }
        int same = digests.indexOf(measurement.digest());
        if (same >= 0) {
            return candidates.stream()
                    .filter(one -> digest.apply(one).equals(measurement.digest()))
                    .findFirst();
        }
        fail(
                measurement,
                digests.isEmpty()
                        ? "There is no file " + name + " where boot files are mounted."
                        : "There are several files "
                                + name
                                + ", and none is the one of this boot.");
        return Optional.empty();
    }

    private void words(Measurement measurement, String text) {
        if (measurement.pcr().equals(SECTIONS) && unified.isPresent() && text.startsWith(".")) {
            section(measurement, text);
        } else if (text.startsWith(COMMAND)) {
            command(measurement, text.substring(COMMAND.length()));
        } else if (text.startsWith(COMMAND_LINE)) {
            String line = text.substring(COMMAND_LINE.length());
            lineBefore = Optional.of(line);
            text(measurement, line);
        } else if (text.startsWith("/") || text.startsWith("(")) {
            loaded(measurement, text.replaceFirst("^\\([^)]*\\)", ""));
        } else {
            carry(measurement);
        }
    }

    /** Its name is measured, then what it holds. */
    private void section(Measurement measurement, String name) {
        sections.add(name);
        if (measurement.digest().equals(hash.digest(utf8(name + "\0")))) {
            carry(measurement);
            return;
        }
        unified.flatMap(image -> image.content(name))
                .ifPresentOrElse(
                        content -> compute(measurement, hash.digest(content)),
                        () -> fail(measurement, "The unified image has no section " + name + "."));
    }

    private void command(Measurement measurement, String command) {
        String word = command.split(" ", 2)[0];
        if (configuration.isPresent()
                && OF_CONFIGURATION.contains(word)
                && !configuration.get().contains(flat(instead.in(command)))) {
            fail(
                    measurement,
                    "The configuration changed and has no such command; say what it has instead.");
            return;
        }
        text(measurement, command);
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** Words that were measured as they stand. */
    private void text(Measurement measurement, String text) {
        Optional<Bytes> content = measurement.content();
        String next = instead.in(text);
        if (next.equals(text)) {
            carry(measurement);
        } else if (content.isEmpty()) {
            fail(measurement, "The log does not have what was measured, so nothing replaces it.");
        } else {
            String exact = content.get().text(StandardCharsets.UTF_8);
            add(measurement, hash.digest(utf8(instead.in(exact))), next, Source.COMPUTED);
        }
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private void loaded(Measurement measurement, String path) {
        loadedBefore = Optional.of(measurement.digest());
        loadedNow =
                chosen(measurement, files.find(instead.in(path)), hash::digest, instead.in(path));
        loadedNow.ifPresent(
                file -> {
                    Bytes digest = hash.digest(file);
                    compute(measurement, digest);
                    PeFile.read(file).ifPresent(program -> kernel = Optional.of(program));
                    if (path.endsWith(".cfg") && !digest.equals(measurement.digest())) {
                        configuration = Optional.of(flat(file.text(StandardCharsets.UTF_8)));
                    }
                });
    }

    private void tagged(Measurement measurement, long tag) {
        if (tag == LinuxTags.COMMAND_LINE) {
            commandLine(measurement);
        } else if (tag == LinuxTags.INITRAMFS) {
            initramfs(measurement);
        } else {
            carry(measurement);
        }
    }

    private void commandLine(Measurement measurement) {
        Optional<Bytes> own = unified.flatMap(image -> image.content(".cmdline"));
        if (own.isPresent()) {
            String line = own.get().text(StandardCharsets.UTF_8).replaceFirst("\0+$", "");
            if (line.chars().anyMatch(character -> character < ' ' || character > '~')) {
                fail(measurement, "The image's command line has characters that the stub changes.");
            } else {
                add(measurement, hash.digest(utf16(line)), line, Source.COMPUTED);
            }
            return;
        }
        String before = lineBefore.map(line -> line.replaceFirst("^\\S+ ?", "")).orElse("");
        if (hash.digest(utf16(before)).equals(measurement.digest())) {
            String next = instead.in(before);
            add(measurement, hash.digest(utf16(next)), next, Source.COMPUTED);
        } else if (unified.isPresent() || !instead.equals(Instead.NOTHING)) {
            fail(measurement, "Nobody knows where this command line came from.");
        } else {
            carry(measurement);
        }
    }

    /** As the kernel takes it from its loader: two bytes a character, with a NUL. */
    private static Bytes utf16(String line) {
        return Bytes.of((line + "\0").getBytes(StandardCharsets.UTF_16LE));
    }

    private void initramfs(Measurement measurement) {
        Optional<Bytes> own = unified.flatMap(image -> image.content(".initrd"));
        if (own.isPresent()) {
            compute(measurement, hash.digest(own.get()));
        } else if (loadedBefore.equals(Optional.of(measurement.digest()))
                && loadedNow.isPresent()) {
            compute(measurement, hash.digest(loadedNow.get()));
        } else {
            fail(measurement, "Nobody knows which files this initramfs was put together of.");
        }
    }

    private void carry(Measurement measurement) {
        add(measurement, measurement.digest(), name(measurement), Source.CARRIED_OVER);
    }

    private void compute(Measurement measurement, Bytes digest) {
        add(measurement, digest, name(measurement), Source.COMPUTED);
    }

    private void add(Measurement measurement, Bytes digest, String what, Source source) {
        events.add(new ForeseenEvent(measurement.pcr(), digest, what, source));
    }

    private void fail(Measurement measurement, String why) {
        unforeseen.add(new Unforeseen(measurement.pcr(), name(measurement), why));
    }

    private static String name(Measurement measurement) {
        return EventContentText.of(EventContentReader.read(measurement.claim()));
    }
}
