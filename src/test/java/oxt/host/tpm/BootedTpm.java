package oxt.host.tpm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.EventLog;
import oxt.trust.EventLogReader;
import oxt.trust.HashAlgorithm;
import oxt.trust.ImaEntry;
import oxt.trust.ImaListReader;
import oxt.trust.LoggedEvent;
import oxt.trust.Pcr;

/** A real software TPM that a recorded boot was measured into, and the kernel's files about it. */
public final class BootedTpm implements AutoCloseable {
    private final Path folder;
    private final SoftwareTpm tpm;

    private BootedTpm(Path folder, SoftwareTpm tpm) {
        this.folder = folder;
        this.tpm = tpm;
    }

    /** Skips the test where there is no software TPM. */
    public static BootedTpm start(Path folder) throws IOException, InterruptedException {
        return new BootedTpm(folder, SoftwareTpm.start(folder));
    }

    public static Bytes recorded(String boot) throws IOException {
        return Bytes.of(Files.readAllBytes(Path.of("src/test/resources/corpus/event-log", boot)));
    }

    public SoftwareTpm tpm() {
        return tpm;
    }

    public HostTpm host() {
        return new HostTpm(
                new KernelRegisters(folder.resolve("tpm0")),
                Optional.of(folder.resolve("security")),
                OtherLog.NONE,
                () -> {
                    try {
                        return tpm.way();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** Begins anew and measures what the log says. */
    public void boot(Bytes log) throws IOException, InterruptedException {
        tpm.reboot();
        EventLog read = EventLogReader.read(log).orThrow();
        List<String> words = new ArrayList<>(List.of("pcrextend"));
        for (LoggedEvent event : read.events()) {
            if (event.extendsRegister()) {
                words.add(
                        event.pcr().orElseThrow().index()
                                + ":sha256="
                                + event.digest(HashAlgorithm.SHA256).orElseThrow().hex());
            }
        }
        tpm.tool(words.toArray(String[]::new));
        Path file = folder.resolve("security/tpm0/binary_bios_measurements");
        Files.createDirectories(file.getParent());
        Files.write(file, log.toArray());
        look();
    }

    /** Something is measured that no log tells of. */
    public void extend(Pcr pcr) throws IOException, InterruptedException {
        tpm.tool("pcrextend", pcr.index() + ":sha256=" + "ee".repeat(32));
        look();
    }

    /**
     * The kernel measures files: so many of those of a recorded boot are in the register, all are
     * in its list.
     */
    public void measure(String boot, int count) throws IOException, InterruptedException {
        byte[] recorded = Files.readAllBytes(Path.of("src/test/resources/corpus/ima-list", boot));
        List<String> words = new ArrayList<>(List.of("pcrextend"));
        for (ImaEntry entry : ImaListReader.read(Bytes.of(recorded)).orThrow().subList(0, count)) {
            Bytes digest =
                    entry.isViolation()
                            ? Bytes.filled(0xff, HashAlgorithm.SHA256.size())
                            : HashAlgorithm.SHA256.digest(entry.fields());
            words.add(entry.pcr().index() + ":sha256=" + digest.hex());
        }
        tpm.tool(words.toArray(String[]::new));
        Path file = folder.resolve("security/ima/binary_runtime_measurements");
        Files.createDirectories(file.getParent());
        Files.write(file, recorded);
        look();
    }

    /** The kernel shows the registers as they are. */
    private void look() throws IOException, InterruptedException {
        tpm.tool("pcrread", "sha256:all", "-o", "registers");
        Bytes values = Bytes.of(Files.readAllBytes(tpm.file("registers")));
        Path bank = Files.createDirectories(folder.resolve("tpm0/pcr-sha256"));
        int size = HashAlgorithm.SHA256.size();
        for (int index = 0; index < Pcr.COUNT; index++) {
            Files.writeString(
                    bank.resolve(Integer.toString(index)),
                    values.slice(index * size, size).hex() + "\n");
        }
    }

    /** The log of a boot in which this entry was of other content of the same length. */
    public static Bytes changed(Bytes log, int number, Bytes content) {
        LoggedEvent event = EventLogReader.read(log).orThrow().events().get(number);
        byte[] bytes = log.toArray();
        for (Map.Entry<HashAlgorithm, Bytes> digest : event.digests().entrySet()) {
            put(bytes, log, event, digest.getValue(), digest.getKey().digest(content));
        }
        Bytes old = event.claim().content();
        if (old.length() == content.length()) {
            put(bytes, log, event, old, content);
        }
        return Bytes.of(bytes);
    }

    private static void put(byte[] bytes, Bytes log, LoggedEvent event, Bytes old, Bytes next) {
        for (int at = (int) event.offset(); at <= log.length() - old.length(); at++) {
            if (log.slice(at, old.length()).equals(old)) {
                System.arraycopy(next.toArray(), 0, bytes, at, next.length());
                return;
            }
        }
        throw new AssertionError("not in the log");
    }

    @Override
    public void close() {
        tpm.close();
    }
}
