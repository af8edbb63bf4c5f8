package oxt.host.tpm;

import java.io.IOException;
import oxt.trust.Bytes;

/** A way to a TPM 2.0: a command there, its answer back, one at a time. */
public interface TpmTransport extends AutoCloseable {

    /** Blocks until there is an answer; {@link Tpm} waits no longer than it must. */
    Bytes exchange(Bytes command) throws IOException;

    @Override
    void close() throws IOException;
}
