package oxt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.host.FileProblems;
import oxt.host.PosixFiles;
import oxt.host.tpm.OtherLog;
import oxt.model.Reading;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;
import oxt.trust.Replay;
import oxt.trust.reconstruction.BootParts;
import oxt.trust.reconstruction.LogReconstruction;

/**
 * The log of this boot, found again of what is on the disk, and kept: after an update what booted
 * is there no more.
 *
 * <p>What is kept needs no protection. It is believed as far as it leads to the registers, so that
 * one of an earlier boot, or one that somebody altered, is passed over.
 */
final class ReconstructedLog implements OtherLog {
    private static final Path VARIABLES = Path.of("/sys/firmware/efi/efivars");

    /** In efivarfs each variable begins with its attributes. */
    private static final int ATTRIBUTES = 4;

    private static final List<Pcr> WHOLE =
            List.of(LogReconstruction.PROGRAMS, LogReconstruction.SECURE_BOOT);

    private final DiskBootFiles disk;
    private final Path variables;
    private final Path kept;

    ReconstructedLog(DiskBootFiles disk, Path variables, Path kept) {
        this.disk = disk;
        this.variables = variables;
        this.kept = kept;
    }

    /**
     * @param state the daemon's
     */
    static ReconstructedLog ofHost(Path state) {
        return new ReconstructedLog(DiskBootFiles.OF_HOST, VARIABLES, state.resolve("launch-log"));
    }

    @Override
    public synchronized Optional<Bytes> of(Map<HashAlgorithm, PcrBank> registers) {
        if (registers.isEmpty()) {
            return Optional.empty();
        }
        Optional<Bytes> before = read(kept);
        int led = before.map(log -> leads(log, registers)).orElse(0);
        if (led == WHOLE.size()) {
            return before;
        }
        BootParts parts = new BootParts(disk.programs(registers.keySet()), variables());
        Optional<Bytes> found = LogReconstruction.of(registers, parts);
        if (found.map(log -> leads(log, registers)).orElse(0) <= led) {
            return led > 0 ? before : Optional.empty();
        }
        PosixFiles.replace(kept, found.orElseThrow().toArray(), "rw-------");
        return found;
    }

    /** To how many of the registers that it is for. */
    private static int leads(Bytes log, Map<HashAlgorithm, PcrBank> registers) {
        PcrBank bank = registers.get(HashAlgorithm.shown(registers.keySet()));
        return bank != null && EventLogReader.read(log) instanceof Reading.Good<EventLog>(var read)
                ? (int)
                        WHOLE.stream()
                                .filter(
                                        pcr ->
                                                bank.value(pcr).isPresent()
                                                        && Replay.of(read, bank.only(pcr))
                                                                instanceof Replay.Proven)
                                .count()
                : 0;
    }

    private Map<BootParts.Variable, Bytes> variables() {
        Map<BootParts.Variable, Bytes> values = new EnumMap<>(BootParts.Variable.class);
        for (BootParts.Variable variable : BootParts.Variable.values()) {
            read(variables.resolve(variable.fileName()))
                    .filter(file -> file.length() >= ATTRIBUTES)
                    .map(file -> file.slice(ATTRIBUTES, file.length() - ATTRIBUTES))
                    .ifPresent(value -> values.put(variable, value));
        }
        return values;
    }

    private static Optional<Bytes> read(Path file) {
        try {
            return Optional.of(Bytes.of(Files.readAllBytes(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException cause) {
            throw FileProblems.of(file, cause);
        }
    }
}
