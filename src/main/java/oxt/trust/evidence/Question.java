package oxt.trust.evidence;

import java.util.Optional;
import oxt.trust.Bytes;

/**
 * What evidence is held against.
 *
 * @param nonce that was given out; nothing where nobody knows, so that old evidence may pass
 * @param key of the machine that was asked, a TPMT_PUBLIC; nothing where none was enrolled
 * @param earlier evidence of the same machine, than which this must be later
 */
public record Question(
        BootPolicy policy,
        Optional<Bytes> nonce,
        Optional<Bytes> key,
        Optional<Evidence> earlier) {}
