package oxt.host.tpm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

/**
 * Registers in the kernel's files, which need no right to the TPM itself.
 *
 * @param device its folder in sysfs (Documentation/ABI/stable/sysfs-class-tpm)
 */
public record KernelRegisters(Path device) implements Registers {
    private static final Pattern DIGITS = Pattern.compile("([0-9A-Fa-f]{2})+");

    @Override
    public boolean areThere() {
        return Files.isDirectory(device);
    }

    @Override
    public String name() {
        return device.getFileName().toString();
    }

    @Override
    public Map<HashAlgorithm, PcrBank> values() {
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
}
