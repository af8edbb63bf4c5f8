package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import oxt.engine.EngineException;
import oxt.engine.Views;
import oxt.engine.files.ConsoleLog;
import oxt.engine.files.Layout;
import oxt.engine.files.SerialLine;
import oxt.host.TerminalChannel;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * The consoles of domains that run: the terminals by which xenconsoled, or the device model of an
 * HVM guest, hands them on.
 */
final class XenConsoles {
    private final Layout layout;
    private final Xenstore store;

    /** Of each VM the line that is read now, and the terminal that it is of. */
    private final Map<VmId, Held> lines = new ConcurrentHashMap<>();

    private record Held(int domain, Path terminal, SerialLine line) {}

    XenConsoles(Layout layout, Xenstore store) {
        this.layout = layout;
        this.store = store;
    }

    /** Begins to read, where nobody of this daemon does yet. */
    synchronized Optional<SerialLine> hold(Domains.Domain domain, Vm launched)
            throws IOException, EngineException, InterruptedException {
        Optional<Path> terminal = terminal(domain, launched);
        Held held = lines.get(domain.vm());
        if (held != null
                && held.domain() == domain.number()
                && terminal.equals(Optional.of(held.terminal()))
                && held.line().isOpen()) {
            return Optional.of(held.line());
        }
        drop(domain.vm());
        if (terminal.isEmpty()) {
            return Optional.empty();
        }
        SerialLine line =
                SerialLine.of(
                        "VM " + launched.name(),
                        TerminalChannel.open(terminal.get()),
                        new ConsoleLog(layout.log(domain.vm())));
        lines.put(domain.vm(), new Held(domain.number(), terminal.get(), line));
        return Optional.of(line);
    }

    synchronized void drop(VmId vm) {
        Held held = lines.remove(vm);
        if (held != null) {
            held.line().close();
        }
    }

    synchronized void dropAll() {
        java.util.List.copyOf(lines.keySet()).forEach(this::drop);
    }

    Views.Console join(Domains.Domain domain, Vm launched)
            throws IOException, EngineException, InterruptedException {
        return hold(domain, launched)
                .orElseThrow(
                        () ->
                                new EngineException(
                                        new Problem.Conflict(
                                                "console-not-there",
                                                "VM " + launched.name() + " has no console yet.",
                                                "Look whether xenconsoled runs; then try again.")))
                .join();
    }

    private Optional<Path> terminal(Domains.Domain domain, Vm launched)
            throws EngineException, InterruptedException {
        String key =
                switch (launched.xenType()) {
                    case HVM -> "/serial/0/tty";
                    case PV, PVH -> "/console/tty";
                };
        // The name is xenconsoled's or the device model's; a guest cannot write there.
        return store.read(domain.home() + key)
                .filter(name -> name.matches("/dev/pts/[0-9]{1,6}"))
                .map(Path::of)
                .filter(Files::exists);
    }
}
