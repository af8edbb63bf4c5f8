package oxt.host.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Passwords as the system itself keeps them, by its library for that (crypt(3), crypt(5)): with
 * yescrypt, of which each guess takes memory as well as time.
 */
@SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
public final class PasswordLibrary {
    private static final String LIBRARY = "libcrypt.so.1";

    /** Of struct crypt_data, which has been as large since libcrypt.so.1 began. */
    private static final int WORKING_BYTES = 32 << 10;

    /** CRYPT_GENSALT_OUTPUT_SIZE. */
    private static final int SETTING_BYTES = 192;

    /** CRYPT_OUTPUT_SIZE: no verifier is longer. */
    private static final int LONGEST = 384;

    private static final String YESCRYPT = "$y$";

    /** Its own choice: here 16 MiB and some hundredths of a second. */
    private static final long USUAL_COST = 0;

    private final MethodHandle crypt; // crypt_rn(password, setting, data, size)
    private final MethodHandle setting; // crypt_gensalt_rn(prefix, cost, random, size, out, size)

    private PasswordLibrary(SymbolLookup symbols) {
        Linker linker = Linker.nativeLinker();
        crypt =
                linker.downcallHandle(
                        symbols.findOrThrow("crypt_rn"),
                        FunctionDescriptor.of(
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        setting =
                linker.downcallHandle(
                        symbols.findOrThrow("crypt_gensalt_rn"),
                        FunctionDescriptor.of(
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
    }

    /** Nothing where the library, or one that knows yescrypt, is not on this machine. */
    public static Optional<PasswordLibrary> find() {
        try {
            SymbolLookup symbols = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
            var library = new PasswordLibrary(symbols);
            return library.setting(new byte[16]).map(_ -> library);
        } catch (IllegalArgumentException | NoSuchElementException absent) {
            return Optional.empty();
        }
    }

    /**
     * What to keep of a password: enough to know it again.
     *
     * @param random 16 bytes, other ones each time
     */
    public String verifier(String password, byte[] random) {
        return setting(random)
                .flatMap(salted -> crypted(password, salted))
                .orElseThrow(() -> new IllegalArgumentException("no password to keep"));
    }

    /** Whether it was made of this password; of none where it is no verifier. */
    public boolean isRight(String password, String verifier) {
        return verifier.startsWith(YESCRYPT)
                && crypted(password, verifier)
                        .filter(
                                derived ->
                                        MessageDigest.isEqual(
                                                derived.getBytes(StandardCharsets.US_ASCII),
                                                verifier.getBytes(StandardCharsets.US_ASCII)))
                        .isPresent();
    }

    private Optional<String> setting(byte[] random) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(SETTING_BYTES);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, random);
            MemorySegment made =
                    (MemorySegment)
                            setting.invokeExact(
                                    arena.allocateFrom(YESCRYPT),
                                    USUAL_COST,
                                    bytes,
                                    random.length,
                                    out,
                                    SETTING_BYTES);
            return made.equals(MemorySegment.NULL)
                    ? Optional.empty()
                    : Optional.of(out.getString(0));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Optional<String> crypted(String password, String salted) {
        if (password.indexOf('\0') >= 0 || salted.length() > LONGEST) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(WORKING_BYTES);
            MemorySegment phrase = arena.allocateFrom(password);
            MemorySegment made =
                    (MemorySegment)
                            crypt.invokeExact(
                                    phrase, arena.allocateFrom(salted), data, WORKING_BYTES);
            Optional<String> derived =
                    made.equals(MemorySegment.NULL)
                            ? Optional.empty()
                            : Optional.of(made.reinterpret(LONGEST).getString(0));
            phrase.fill((byte) 0);
            data.fill((byte) 0);
            return derived;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
