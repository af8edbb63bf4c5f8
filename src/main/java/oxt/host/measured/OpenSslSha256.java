package oxt.host.measured;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Optional;
import oxt.host.crypto.OpenSsl;
import oxt.model.Digest;

/** OpenSSL's library of version 3, as far as digests go (EVP_DigestInit(3)). */
@SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
final class OpenSslSha256 {
    private static final long BYTES = 32;
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

    /** Nothing where this machine does not have it. */
    static final Optional<OpenSslSha256> FOUND = OpenSsl.find().map(OpenSslSha256::new);

    private final MethodHandle create;
    private final MethodHandle begin;
    private final MethodHandle update;
    private final MethodHandle end;
    private final MethodHandle free;
    private final MemorySegment algorithm;

    private OpenSslSha256(OpenSsl library) {
        create = library.function("EVP_MD_CTX_new", ADDRESS);
        begin =
                library.function(
                        "EVP_DigestInit_ex", ValueLayout.JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        update =
                library.function(
                        "EVP_DigestUpdate",
                        ValueLayout.JAVA_INT,
                        ADDRESS,
                        ADDRESS,
                        ValueLayout.JAVA_LONG);
        end =
                library.function(
                        "EVP_DigestFinal_ex", ValueLayout.JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        free = library.procedure("EVP_MD_CTX_free", ADDRESS);
        try {
            algorithm = (MemorySegment) library.function("EVP_sha256", ADDRESS).invokeExact();
        } catch (Throwable broken) {
            throw new AssertionError(broken);
        }
    }

    Making begin() {
        return new Making(this);
    }

    private static void require(int answer) {
        if (answer != 1) {
            throw new AssertionError("OpenSSL makes no digest");
        }
    }

    /** One digest; closed by whoever began it. */
    static final class Making implements Sha256 {
        private final OpenSslSha256 library;
        private final MemorySegment state;

        private Making(OpenSslSha256 library) {
            this.library = library;
            try {
                state = (MemorySegment) library.create.invokeExact();
                require(
                        (int)
                                library.begin.invokeExact(
                                        state, library.algorithm, MemorySegment.NULL));
            } catch (Throwable broken) {
                throw new AssertionError(broken);
            }
        }

        @Override
        public void take(ByteBuffer bytes) {
            MemorySegment segment = MemorySegment.ofBuffer(bytes);
            try {
                require((int) library.update.invokeExact(state, segment, segment.byteSize()));
            } catch (Throwable broken) {
                throw new AssertionError(broken);
            }
            bytes.position(bytes.limit());
        }

        @Override
        public Digest end() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment digest = arena.allocate(BYTES);
                require((int) library.end.invokeExact(state, digest, MemorySegment.NULL));
                return Sha256.digest(digest.toArray(ValueLayout.JAVA_BYTE));
            } catch (Throwable broken) {
                throw new AssertionError(broken);
            }
        }

        @Override
        public void close() {
            try {
                library.free.invokeExact(state);
            } catch (Throwable broken) {
                throw new AssertionError(broken);
            }
        }
    }
}
