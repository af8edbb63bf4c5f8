package oxt.trust.tpm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.Pcr;
import oxt.trust.PcrBank;

/** What a software TPM signed; {@code src/test/resources/quotes/FROM.md} says how it came about. */
public final class Quotes {
    /** What all were asked for with, but {@code second}. */
    public static final Bytes NONCE =
            Bytes.ofHex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");

    private static final Path FOLDER = Path.of("src/test/resources/quotes");

    private Quotes() {}

    public static Bytes file(String name) throws IOException {
        return Bytes.of(Files.readAllBytes(FOLDER.resolve(name)));
    }

    public static Bytes attestation(String name) throws IOException {
        return file(name + ".attest");
    }

    public static Bytes signature(String name) throws IOException {
        return file(name + ".sig");
    }

    /** Without the length that tpm2-tools writes before it. */
    public static Bytes key(String name) throws IOException {
        Bytes sized = file(name + ".pub");
        return sized.slice(Short.BYTES, sized.length() - Short.BYTES);
    }

    public static PublicArea area(String name) throws IOException {
        return PublicArea.read(key(name), "The key").orThrow();
    }

    /** All registers, as they were when the quotes were made. */
    public static PcrBank registers(HashAlgorithm bank) throws IOException {
        SortedMap<Pcr, Bytes> values = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve("registers"))) {
            String[] words = line.split(" ");
            if (words[0].equals(bank.word())) {
                values.put(new Pcr(Integer.parseInt(words[1])), Bytes.ofHex(words[2]));
            }
        }
        return new PcrBank(bank, values);
    }

    public static PcrBank registers(HashAlgorithm bank, Iterable<Pcr> some) throws IOException {
        Map<Pcr, Bytes> all = registers(bank).values();
        SortedMap<Pcr, Bytes> values = new TreeMap<>();
        some.forEach(pcr -> values.put(pcr, all.get(pcr)));
        return new PcrBank(bank, values);
    }
}
