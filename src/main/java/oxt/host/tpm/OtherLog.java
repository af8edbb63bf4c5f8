package oxt.host.tpm;

import java.util.Map;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.PcrBank;

/** Where a boot's event log comes from on a machine whose kernel has none. */
@FunctionalInterface
public interface OtherLog {
    OtherLog NONE = _ -> Optional.empty();

    /** A log that leads to some of the registers; nothing where none is found. */
    Optional<Bytes> of(Map<HashAlgorithm, PcrBank> registers);
}
