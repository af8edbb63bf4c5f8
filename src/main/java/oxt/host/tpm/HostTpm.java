package oxt.host.tpm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import oxt.host.FileProblems;
import oxt.model.Problem;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.ImaEntry;
import oxt.trust.ImaListReader;
import oxt.trust.PcrBank;

/**
 * The TPM that measured this machine's boot: its registers, and logs of what they hold.
 *
 * @param logs a folder laid out as the kernel's securityfs is; a software TPM may have none
 * @param other for a boot of which there is no log in there
 * @param way to ask the TPM itself; a TPM 1.2 is refused
 */
public record HostTpm(
        Registers source, Optional<Path> logs, OtherLog other, Supplier<TpmTransport> way) {
    private static final Path OF_KERNEL = Path.of("/sys/kernel/security");

    private static final Path FILES = Path.of("ima", "binary_runtime_measurements");

    public static final HostTpm FIRST = at(TpmPlace.FIRST, Optional.empty());

    /**
     * @param logs other than the kernel's own
     */
    public static HostTpm at(TpmPlace place, Optional<Path> logs) {
        Optional<Path> usual =
                switch (place) {
                    case TpmPlace.Kernel _ -> Optional.of(OF_KERNEL);
                    case TpmPlace.Software _ -> Optional.empty();
                };
        return new HostTpm(place.registers(), logs.or(() -> usual), OtherLog.NONE, place.way());
    }

    /** With another place to look for a log where the kernel has none. */
    public HostTpm or(OtherLog another) {
        return new HostTpm(source, logs, another, way);
    }

    public boolean isThere() {
        return source.areThere();
    }

    /** The TPM itself, for one undertaking. */
    public Tpm open() {
        return new Tpm(way.get());
    }

    /** What was measured before the kernel began; nothing where the kernel has no log of it. */
    public Optional<Reading<EventLog>> log() {
        return logBytes().map(EventLogReader::read);
    }

    /** The log as the kernel has it, or as it is found otherwise. */
    public Optional<Bytes> logBytes() {
        return bytes(log(source.name()), EventLogReader.LARGEST_LOG)
                .or(() -> other.of(registers()));
    }

    private static Path log(String name) {
        return Path.of(name, "binary_bios_measurements");
    }

    /** The files that the kernel measured itself; nothing where it was built without that. */
    public Optional<Reading<List<ImaEntry>>> files() {
        return fileBytes().map(ImaListReader::read);
    }

    /** The list of them as the kernel has it. */
    public Optional<Bytes> fileBytes() {
        return bytes(FILES, ImaListReader.LARGEST_LIST);
    }

    /** One byte more than there may be, so that its reader finds it too large. */
    private Optional<Bytes> bytes(Path name, int most) {
        if (logs.isEmpty()) {
            return Optional.empty();
        }
        Path file = logs.get().resolve(name);
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
        return source.values();
    }

    /** Why there is no log, and what would bring one. */
    public Problem noLog() {
        if (!isThere()) {
            return new Problem.Missing(
                    "no-tpm",
                    "This machine has no TPM that its kernel knows ("
                            + source.name()
                            + "), so nothing measured the boot.",
                    "Switch the TPM on in the firmware (it may be called PTT or fTPM there).");
        }
        return logs.equals(Optional.of(OF_KERNEL))
                ? new Problem.Missing(
                        "no-launch-log",
                        "This machine has a TPM, its kernel has no event log of the boot, and none"
                                + " was found again from boot files.",
                        "Boot by UEFI with the TPM switched on in the firmware. Below Xen, where the"
                                + " kernel never gets the log: see oxt launch status")
                : new Problem.Missing(
                        "no-launch-log",
                        "There is no event log of the boot"
                                + logs.map(folder -> " at " + folder.resolve(log(source.name())))
                                        .orElse("")
                                + ".",
                        "Bring it there, or start oxtd with the folder that has it: --tpm-logs");
    }
}
