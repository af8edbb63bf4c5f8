package oxt.host.tpm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import oxt.host.FileProblems;
import oxt.model.Problem;
import oxt.trust.Bytes;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

/**
 * The registers and the boot's event log of the machine's first TPM, in the kernel's files.
 *
 * @param device its folder in sysfs (Documentation/ABI/stable/sysfs-class-tpm)
 * @param security its folder in securityfs, where the log is
 */
public record HostTpm(Path device, Path security) {
    public static final HostTpm FIRST =
            new HostTpm(Path.of("/sys/class/tpm/tpm0"), Path.of("/sys/kernel/security/tpm0"));

    private static final Pattern DIGITS = Pattern.compile("([0-9A-Fa-f]{2})+");

    public boolean isThere() {
        return Files.isDirectory(device);
    }

    /** Nothing where the kernel has none. */
    public Optional<Bytes> log() {
        Path file = security.resolve("binary_bios_measurements");
        try (InputStream in = Files.newInputStream(file)) {
            // One more than a log may have, so that its reader finds it too large.
            byte[] log = in.readNBytes(EventLogReader.LARGEST_LOG + 1);
            return log.length == 0 ? Optional.empty() : Optional.of(Bytes.of(log));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }

    /** Every bank that is there with all registers that it has; none where there is no TPM. */
    public Map<HashAlgorithm, PcrBank> registers() {
        Map<HashAlgorithm, PcrBank> banks = new EnumMap<>(HashAlgorithm.class);
        for (HashAlgorithm bank : HashAlgorithm.values()) {
            SortedMap<Pcr, Bytes> values = new TreeMap<>();
            for (int index = 0; index < Pcr.COUNT; index++) {
                Pcr pcr = new Pcr(index);
                register(bank, pcr).ifPresent(value -> values.put(pcr, value));
            }
            if (!values.isEmpty()) {
                banks.put(bank, new PcrBank(bank, values));
            }
        }
        return banks;
    }

    private Optional<Bytes> register(HashAlgorithm bank, Pcr pcr) {
        Path file = device.resolve("pcr-" + bank.word()).resolve(Integer.toString(pcr.index()));
        try {
            String digits = Files.readString(file).strip();
            return digits.length() == 2 * bank.size() && DIGITS.matcher(digits).matches()
                    ? Optional.of(Bytes.ofHex(digits.toLowerCase(Locale.ROOT)))
                    : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Why there is no log, and what would bring one. */
    public Problem noLog() {
        return isThere()
                ? new Problem.Missing(
                        "no-launch-log",
                        "This machine has a TPM, and its kernel has no event log of the boot.",
                        "Boot by UEFI with the TPM switched on in the firmware; below Xen the"
                                + " kernel never gets the log.")
                : new Problem.Missing(
                        "no-tpm",
                        "This machine has no TPM that its kernel knows, so nothing measured the"
                                + " boot.",
                        "Switch the TPM on in the firmware (it may be called PTT or fTPM there).");
    }
}
