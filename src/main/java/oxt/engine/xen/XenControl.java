package oxt.engine.xen;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.model.ByteSize;
import oxt.model.Problem;

/**
 * The hypervisor, asked for the states of domains through Xen's own library: what {@code xl list}
 * shows in a table, and xenstore does not know.
 */
@SuppressWarnings("restricted") // the launcher allows it: --enable-native-access
public final class XenControl {
    private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");
    private static final Path VERSION = Path.of("/sys/hypervisor/version");

    /** The structure of Xen 4.20 has 128 bytes; a later one may have more. */
    private static final long ROOM_FOR_STATE = 1024;

    static final long PAGE_BYTES = 4096;

    private static final Linker LINKER = Linker.nativeLinker();

    /** {@code xc_interface_open(logger, dombuild_logger, open_flags)}. */
    private static final FunctionDescriptor OPEN =
            FunctionDescriptor.of(
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT);

    /** {@code xc_domain_getinfolist(xch, first_domain, max_domains, info)}. */
    private static final FunctionDescriptor LIST =
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS);

    /** {@code xc_physinfo(xch, info)}. */
    private static final FunctionDescriptor MACHINE =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    /** Of {@code struct xen_sysctl_physinfo}, behind ten numbers of 32 bits. */
    private static final long TOTAL_PAGES = 40;

    private static final long FREE_PAGES = 48;

    private final MethodHandle list;
    private final MethodHandle machine;
    private final MemorySegment opened;

    private XenControl(MethodHandle list, MethodHandle machine, MemorySegment opened) {
        this.list = list;
        this.machine = machine;
        this.opened = opened;
    }

    /** How much memory the machine has, and how much of it belongs to no domain. */
    public record Memory(ByteSize total, ByteSize free) {}

    /** Stays open while the daemon lives. */
    static XenControl open() throws EngineException {
        Path library = library();
        if (!Files.exists(library)) {
            throw new EngineException(
                    new Problem.Failed(
                            "xen-library-missing",
                            "Xen's library " + library + " is not on this machine.",
                            "Install the tools of the Xen that runs: apt-get install"
                                    + " xen-system-amd64"));
        }
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        MethodHandle open = LINKER.downcallHandle(symbols.findOrThrow("xc_interface_open"), OPEN);
        MethodHandle list =
                LINKER.downcallHandle(symbols.findOrThrow("xc_domain_getinfolist"), LIST);
        MethodHandle machine = LINKER.downcallHandle(symbols.findOrThrow("xc_physinfo"), MACHINE);
        MemorySegment opened;
        try {
            opened = (MemorySegment) open.invokeExact(MemorySegment.NULL, MemorySegment.NULL, 0);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        if (opened.equals(MemorySegment.NULL)) {
            throw closed();
        }
        return new XenControl(list, machine, opened);
    }

    /** Nothing where there is no such domain. */
    Optional<DomainState> state(int domain) {
        return from(domain).filter(state -> state.domain() == domain);
    }

    /** Every domain but dom0, also one that xenstore does not know yet or any more. */
    List<DomainState> states() {
        List<DomainState> states = new ArrayList<>();
        Optional<DomainState> next = from(1);
        while (next.isPresent()) {
            states.add(next.get());
            next = from(next.get().domain() + 1);
        }
        return states;
    }

    /** The first domain that has this number or a greater one. */
    private Optional<DomainState> from(int domain) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ROOM_FOR_STATE, 8);
            int count = (int) list.invokeExact(opened, domain, 1, state);
            return count == 1 ? Optional.of(DomainState.read(state)) : Optional.empty();
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    Memory memory() throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(ROOM_FOR_STATE, 8);
            if ((int) machine.invokeExact(opened, info) != 0) {
                throw closed();
            }
            return new Memory(
                    new ByteSize(info.get(ValueLayout.JAVA_LONG, TOTAL_PAGES) * PAGE_BYTES),
                    new ByteSize(info.get(ValueLayout.JAVA_LONG, FREE_PAGES) * PAGE_BYTES));
        } catch (EngineException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Its interface is that of one version, so there is one library for each. */
    private static Path library() throws EngineException {
        try {
            String major = Files.readString(VERSION.resolve("major")).strip();
            String minor = Files.readString(VERSION.resolve("minor")).strip();
            return LIBRARIES.resolve("libxenctrl.so." + major + "." + minor);
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Failed(
                            "xen-absent",
                            "This machine does not run on Xen.",
                            "Boot it with Xen, or use another engine: oxtd --engine qemu"),
                    e);
        }
    }

    private static EngineException closed() {
        return new EngineException(
                new Problem.Failed(
                        "xen-closed",
                        "The hypervisor does not let this program ask it.",
                        "Run the daemon in dom0, as root."));
    }
}
