package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import oxt.engine.EngineException;
import oxt.engine.files.DurableFile;
import oxt.engine.files.Layout;
import oxt.engine.files.LinkSide;
import oxt.host.PosixFiles;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.Slot;

/**
 * Which slot of which driver domain each NIC is in. Only a claim: Xen carries the packets itself,
 * between a vif's two ends, and the slot says by what name the driver domain has its end.
 *
 * <pre>
 * RUN/links/CLIENT.NIC        a symbolic link whose target is BACKEND.SLOT
 * RUN/links/CLIENT.NIC.muted  the client stands still
 * </pre>
 */
final class XenLinks {
    private static final String MUTED = ".muted";

    private final Layout layout;

    XenLinks(Layout layout) {
        this.layout = layout;
    }

    synchronized void plug(VmId vm, NicName nic, Slot slot) throws IOException, EngineException {
        Optional<Slot> now = slot(vm, nic);
        if (now.isPresent() && !now.get().equals(slot)) {
            throw taken("NIC " + nic + " is in another slot already.");
        }
        claim(vm, nic, slot);
    }

    synchronized void unplug(VmId vm, NicName nic, Slot slot) throws IOException {
        if (slot(vm, nic).equals(Optional.of(slot))) {
            Files.deleteIfExists(muted(vm, nic));
            Files.deleteIfExists(link(vm, nic));
            DurableFile.removeIfEmpty(layout.links());
        }
    }

    synchronized void move(VmId vm, NicName nic, Slot from, Slot to)
            throws IOException, EngineException {
        Optional<Slot> now = slot(vm, nic);
        if (!now.equals(Optional.of(from)) && !now.equals(Optional.of(to))) {
            throw taken("NIC " + nic + " is not in slot " + from.number() + ".");
        }
        claim(vm, nic, to);
    }

    synchronized void mute(VmId vm, NicName nic) throws IOException, EngineException {
        if (slot(vm, nic).isEmpty()) {
            throw new EngineException(
                    new Problem.Conflict(
                            "nic-not-linked",
                            "NIC " + nic + " of VM " + vm + " has no link.",
                            "Look again: oxt vm explain NAME"));
        }
        PosixFiles.replace(muted(vm, nic), "", "rw-------");
    }

    synchronized void unmute(VmId vm, NicName nic) throws IOException {
        Files.deleteIfExists(muted(vm, nic));
    }

    Optional<Slot> slot(VmId vm, NicName nic) throws IOException {
        return slot(link(vm, nic));
    }

    List<Held> held(VmId vm) throws IOException {
        List<Held> held = new ArrayList<>();
        for (LinkSide.Client client : clients()) {
            if (!client.vm().equals(vm)) {
                continue;
            }
            slot(vm, client.nic()).ifPresent(slot -> held.add(new Held.Link(client.nic(), slot)));
            if (Files.exists(muted(vm, client.nic()))) {
                held.add(new Held.Muted(client.nic()));
            }
        }
        return held;
    }

    /** Every VM with a NIC that is plugged. */
    List<VmId> vms() throws IOException {
        TreeSet<VmId> vms = new TreeSet<>();
        clients().forEach(client -> vms.add(client.vm()));
        return List.copyOf(vms);
    }

    /** Those whose NICs are in slots of a driver domain. */
    List<VmId> clientsOf(VmId backend) throws IOException {
        TreeSet<VmId> vms = new TreeSet<>();
        for (LinkSide.Client client : clients()) {
            slot(client.vm(), client.nic())
                    .filter(slot -> slot.backend().equals(backend))
                    .ifPresent(_ -> vms.add(client.vm()));
        }
        return List.copyOf(vms);
    }

    private void claim(VmId vm, NicName nic, Slot slot) throws IOException, EngineException {
        for (LinkSide.Client other : clients()) {
            boolean own = other.equals(new LinkSide.Client(vm, nic));
            if (!own && slot(other.vm(), other.nic()).equals(Optional.of(slot))) {
                throw taken("Slot " + slot.number() + " is taken by another NIC.");
            }
        }
        PosixFiles.makeFolder(layout.links(), "rwx------");
        PosixFiles.pointLink(link(vm, nic), Path.of(new LinkSide.Gateway(slot).toString()));
    }

    private List<LinkSide.Client> clients() throws IOException {
        if (!Files.isDirectory(layout.links())) {
            return List.of();
        }
        List<LinkSide.Client> clients = new ArrayList<>();
        try (Stream<Path> entries = Files.list(layout.links())) {
            for (Path entry : entries.sorted().toList()) {
                LinkSide.parse(entry.getFileName().toString())
                        .filter(_ -> Files.isSymbolicLink(entry))
                        .ifPresent(
                                side -> {
                                    if (side instanceof LinkSide.Client client) {
                                        clients.add(client);
                                    }
                                });
            }
        }
        return clients;
    }

    private static Optional<Slot> slot(Path link) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        return LinkSide.parse(Files.readSymbolicLink(link).toString()).orElse(null)
                        instanceof LinkSide.Gateway(var slot)
                ? Optional.of(slot)
                : Optional.empty();
    }

    private Path link(VmId vm, NicName nic) {
        return layout.links().resolve(new LinkSide.Client(vm, nic).toString());
    }

    private Path muted(VmId vm, NicName nic) {
        return layout.links().resolve(new LinkSide.Client(vm, nic) + MUTED);
    }

    private static EngineException taken(String what) {
        return new EngineException(
                new Problem.Failed("link-taken", what, "Look again: oxt vm explain NAME"));
    }
}
