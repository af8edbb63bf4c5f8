package oxt.host.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * OpenSSL's libcrypto of version 3, all of whose versions have the functions that are used here.
 */
@SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
public final class OpenSsl {
    private static final String LIBRARY = "libcrypto.so.3";

    private final SymbolLookup symbols;

    private OpenSsl(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /** Nothing where the library is not on this machine. */
    public static Optional<OpenSsl> find() {
        try {
            return Optional.of(new OpenSsl(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    public MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return handle(name, FunctionDescriptor.of(result, parameters));
    }

    public MethodHandle procedure(String name, MemoryLayout... parameters) {
        return handle(name, FunctionDescriptor.ofVoid(parameters));
    }

    private MethodHandle handle(String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), shape);
    }
}
