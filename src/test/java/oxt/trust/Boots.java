package oxt.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Logs and registers of real boots; {@code src/test/resources/boots/FROM.md} says which. */
final class Boots {
    static final List<String> ALL =
            List.of(
                    "grub-secure-boot",
                    "systemd-stub",
                    "kernel-stub",
                    "seabios-tpm12",
                    "seabios-tpm20");

    /** The kernel's own measurements of files, which the firmware's log does not have. */
    static final Pcr IMA = new Pcr(10);

    private static final Path RESOURCES = Path.of("src/test/resources");

    private Boots() {}

    static Bytes log(String boot) throws IOException {
        return file("corpus/event-log/" + boot);
    }

    static EventLog read(String boot) throws IOException {
        return EventLogReader.read(log(boot)).orThrow();
    }

    static Bytes imaList(String boot) throws IOException {
        return file("corpus/ima-list/" + boot);
    }

    static Bytes file(String name) throws IOException {
        return Bytes.of(Files.readAllBytes(RESOURCES.resolve(name)));
    }

    static String text(String name) throws IOException {
        return Files.readString(RESOURCES.resolve(name));
    }

    /** As the kernel had them when the log was taken: a line each, of bank, number and value. */
    static Map<HashAlgorithm, PcrBank> registers(String boot) throws IOException {
        Map<HashAlgorithm, SortedMap<Pcr, Bytes>> values = new TreeMap<>();
        for (String line : text("boots/" + boot + ".pcrs").lines().toList()) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                values.computeIfAbsent(
                                HashAlgorithm.ofWord(words[0]).orElseThrow(), _ -> new TreeMap<>())
                        .put(
                                new Pcr(Integer.parseInt(words[1])),
                                Bytes.ofHex(words[2].toLowerCase(Locale.ROOT)));
            }
        }
        Map<HashAlgorithm, PcrBank> banks = new TreeMap<>();
        values.forEach((bank, registers) -> banks.put(bank, new PcrBank(bank, registers)));
        return banks;
    }

    /** Without the kernel's own. */
    static PcrBank ofFirmware(String boot, HashAlgorithm bank) throws IOException {
        SortedMap<Pcr, Bytes> values = new TreeMap<>(registers(boot).get(bank).values());
        values.remove(IMA);
        return new PcrBank(bank, values);
    }
}
