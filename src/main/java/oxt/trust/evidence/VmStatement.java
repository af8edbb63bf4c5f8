package oxt.trust.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.tpm.TpmWriter;

/**
 * What a host says of a VM, which its TPM signs with the registers; a claim until that was checked.
 *
 * @param text the very bytes that are signed, from which all else here was read
 * @param document SHA-256 of the VM's document
 * @param parts what it began from, by the names of its document ({@code disks.system}), SHA-256 of
 *     what they hold; nothing where that was not measured
 * @param devices PCI devices that it has, by their addresses
 * @param policyVersion which the asker said it would judge by
 */
public record VmStatement(
        Bytes text,
        String name,
        String id,
        Bytes document,
        SortedMap<String, Optional<Bytes>> parts,
        List<String> devices,
        long policyVersion) {

    /** Keeps this digest from being one of something else. */
    private static final Bytes DOMAIN =
            Bytes.of("oxt VM evidence 1\0".getBytes(StandardCharsets.US_ASCII));

    /**
     * Makes it longer than any nonce: who may ask for evidence of the host could otherwise have a
     * statement of their own signed, by asking with its digest. A TPM that knows SHA-256 only has
     * room for two bytes more (TPM2B_DATA).
     */
    private static final Bytes MARK = Bytes.of("VM".getBytes(StandardCharsets.US_ASCII));

    public VmStatement {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        devices = List.copyOf(devices);
    }

    /** Stands for nonce and statement in the quote: 34 bytes. */
    public Bytes qualification(Bytes nonce) {
        return qualification(nonce, text);
    }

    public static Bytes qualification(Bytes nonce, Bytes text) {
        Bytes sizes = new TpmWriter().u32(nonce.length()).u32(text.length()).written();
        Bytes digest = HashAlgorithm.SHA256.digest(DOMAIN, sizes, nonce, text);
        return new TpmWriter().bytes(MARK).bytes(digest).written();
    }
}
