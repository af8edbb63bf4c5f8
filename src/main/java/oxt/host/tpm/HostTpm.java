package oxt.host.tpm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import oxt.host.FileProblems;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.ImaEntry;
import oxt.trust.ImaListReader;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

/**
 * The machine's first TPM as the kernel's files have it: registers, and logs of what they hold.
 *
 * @param device its folder in sysfs (Documentation/ABI/stable/sysfs-class-tpm)
 * @param security where securityfs is, which has the logs
 * @param way to ask the TPM itself; a TPM 1.2 is refused
 */
public record HostTpm(Path device, Path security, Supplier<TpmTransport> way) {
    public static final HostTpm FIRST =
            new HostTpm(Path.of("/sys/class/tpm/tpm0"), Path.of("/sys/kernel/security"));

    private static final Path DEVICE = Path.of("/dev/tpmrm0");

    private static final Pattern DIGITS = Pattern.compile("([0-9A-Fa-f]{2})+");

    public boolean isThere() {
        return Files.isDirectory(device);
    }

    /** By the kernel's own device. */
    public HostTpm(Path device, Path security) {
        this(device, security, () -> TpmDevice.open(DEVICE, device.resolve("tpm_version_major")));
    }

    /** The TPM itself, for one undertaking. */
    public Tpm open() {
        return new Tpm(way.get());
    }

    /** What was measured before the kernel began; nothing where the kernel has no log of it. */
    public Optional<Reading<EventLog>> log() {
        return logBytes().map(EventLogReader::read);
    }

    /** The log as the kernel has it. */
    public Optional<Bytes> logBytes() {
        Path file = security.resolve("tpm0/binary_bios_measurements");
        return bytes(file, EventLogReader.LARGEST_LOG);
    }

    /** The files that the kernel measured itself; nothing where it was built without that. */
    public Optional<Reading<List<ImaEntry>>> files() {
        Path file = security.resolve("ima/binary_runtime_measurements");
        return bytes(file, ImaListReader.LARGEST_LIST).map(ImaListReader::read);
    }

    /** One byte more than there may be, so that its reader finds it too large. */
    private static Optional<Bytes> bytes(Path file, int most) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            return bytes.length == 0 ? Optional.empty() : Optional.of(Bytes.of(bytes));
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
