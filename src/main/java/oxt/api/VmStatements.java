package oxt.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.model.Digest;
import oxt.model.Measured;
import oxt.model.MeasuredPart;
import oxt.model.Vm;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.evidence.VmStatement;

/** Says of a VM that runs what others may want to judge it by. */
public final class VmStatements {
    private VmStatements() {}

    /**
     * A measured VM runs only where its files are what was accepted, so what its document accepts
     * is what it began from.
     *
     * @param running as it was started, which its document may have changed since
     * @param policyVersion by which it is to be judged
     */
    public static VmStatement of(Vm running, long policyVersion) {
        return StatementDocument.stated(
                new VmStatement(
                        Bytes.NONE,
                        running.name().toString(),
                        running.id().toString(),
                        digest(running),
                        parts(running),
                        running.pci().stream().map(device -> device.address().toString()).toList(),
                        policyVersion));
    }

    private static Bytes digest(Vm running) {
        String document = Json.write(VmDocument.write(running));
        return HashAlgorithm.SHA256.digest(Bytes.of(document.getBytes(StandardCharsets.UTF_8)));
    }

    private static SortedMap<String, Optional<Bytes>> parts(Vm running) {
        SortedMap<String, Optional<Bytes>> parts = new TreeMap<>();
        running.disks()
                .forEach(
                        disk ->
                                parts.put(
                                        new MeasuredPart.OfDisk(disk.name()).path(),
                                        Optional.empty()));
        if (running.measured() instanceof Measured.Against(var accepted)) {
            accepted.forEach((part, digest) -> parts.put(part.path(), Optional.of(bytes(digest))));
        }
        return parts;
    }

    private static Bytes bytes(Digest digest) {
        return Bytes.ofHex(digest.text().substring(digest.text().indexOf(':') + 1));
    }
}
