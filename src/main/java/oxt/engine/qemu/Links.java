package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import oxt.engine.EngineException;
import oxt.engine.files.Layout;
import oxt.engine.files.LinkSide;
import oxt.engine.files.VmUsers;
import oxt.host.FileTree;
import oxt.host.PosixFiles;
import oxt.model.NicName;
import oxt.model.Problem;
import oxt.model.VmId;
import oxt.plan.Held;
import oxt.plan.Slot;

/**
 * The patch panel: which NIC is in which slot, as symbolic links that each packet follows.
 *
 * <p>Each side of a link is a folder. Its process binds the socket {@code end/s} and sends to
 * {@code peer}, which points at the other side's socket. Kernels ask at each packet whether the
 * sender may search the folder and write to the socket, so {@code end} is what keeps strangers out:
 *
 * <pre>
 *   side is              end belongs to         who can send
 *   not started          daemon, 0700           nobody
 *   starting             its process, 0700      nobody; the process binds its socket
 *   started, plugged     daemon, group of the   the process of the other side
 *                        other side, 0710
 *   started, not plugged daemon, 0700           nobody
 * </pre>
 *
 * So a process that a guest has taken over can neither let a third VM in nor reach one. Where all
 * VMs are one user's (a daemon of a plain user), nothing on this host can be kept from that user.
 */
final class Links {
    private final Layout layout;
    private final VmUsers users;

    /** VMs whose processes bind just now; their doors stay theirs. */
    private final Set<VmId> starting = new HashSet<>();

    Links(Layout layout, VmUsers users) {
        this.layout = layout;
        this.users = users;
    }

    synchronized void plug(VmId vm, NicName nic, Slot slot) throws IOException, EngineException {
        LinkSide client = new LinkSide.Client(vm, nic);
        LinkSide gateway = new LinkSide.Gateway(slot);
        Optional<LinkSide> already = peer(client).filter(side -> !side.equals(gateway));
        if (already.isPresent()) {
            throw taken("NIC " + nic + " is in slot " + already.get() + " already.");
        }
        // The client's side comes first and goes last: it is what says that the link is held.
        point(client, gateway);
        claim(gateway, client);
        settle(client);
        settle(gateway);
    }

    synchronized void unplug(VmId vm, NicName nic, Slot slot) throws IOException {
        LinkSide client = new LinkSide.Client(vm, nic);
        LinkSide gateway = new LinkSide.Gateway(slot);
        release(gateway, client);
        if (peer(client).equals(Optional.of(gateway))) {
            FileTree.remove(layout.link(client));
        }
    }

    synchronized void move(VmId vm, NicName nic, Slot from, Slot to)
            throws IOException, EngineException {
        LinkSide client = new LinkSide.Client(vm, nic);
        LinkSide before = new LinkSide.Gateway(from);
        LinkSide after = new LinkSide.Gateway(to);
        Optional<LinkSide> now = peer(client);
        if (!now.equals(Optional.of(before)) && !now.equals(Optional.of(after))) {
            throw taken("NIC " + nic + " is not in slot " + before + ".");
        }
        claim(after, client);
        point(client, after);
        settle(client);
        settle(after);
        release(before, client);
    }

    /** What the VM's own NICs are plugged into. */
    List<Held> held(VmId vm) throws IOException {
        List<Held> held = new ArrayList<>();
        for (LinkSide side : sides(vm)) {
            if (side instanceof LinkSide.Client client
                    && peer(side).orElse(side) instanceof LinkSide.Gateway(var slot)) {
                held.add(new Held.Link(client.nic(), slot));
                if (Files.exists(layout.linkMuted(client))) {
                    held.add(new Held.Muted(client.nic()));
                }
            }
        }
        return held;
    }

    /** The slot that a NIC is plugged into. */
    Optional<Slot> slot(VmId vm, NicName nic) throws IOException {
        return peer(new LinkSide.Client(vm, nic)).orElse(null) instanceof LinkSide.Gateway(var slot)
                ? Optional.of(slot)
                : Optional.empty();
    }

    boolean isMuted(VmId vm, NicName nic) {
        return Files.exists(layout.linkMuted(new LinkSide.Client(vm, nic)));
    }

    /** Only a mark; it says what the driver domain's process is to be told. */
    synchronized void mute(VmId vm, NicName nic) throws IOException {
        PosixFiles.replace(layout.linkMuted(new LinkSide.Client(vm, nic)), "", "rw-------");
    }

    synchronized void unmute(VmId vm, NicName nic) throws IOException {
        Files.deleteIfExists(layout.linkMuted(new LinkSide.Client(vm, nic)));
    }

    /** The slots of a driver domain whose clients do not read. */
    List<Slot> muted(VmId backend) throws IOException {
        List<Slot> muted = new ArrayList<>();
        for (LinkSide side : all()) {
            if (side instanceof LinkSide.Client client
                    && Files.exists(layout.linkMuted(client))
                    && peer(side).orElse(side) instanceof LinkSide.Gateway(var slot)
                    && slot.backend().equals(backend)) {
                muted.add(slot);
            }
        }
        return muted;
    }

    /** Every VM with a NIC that is plugged or was being plugged. */
    List<VmId> clients() throws IOException {
        return all().stream()
                .filter(side -> side instanceof LinkSide.Client)
                .map(LinkSide::vm)
                .toList();
    }

    /** Lets the VM's process bind its ends, for as long as it takes to start. */
    synchronized void begin(List<LinkSide> ends) throws IOException {
        for (LinkSide side : ends) {
            starting.add(side.vm());
            make(side);
            Files.deleteIfExists(layout.linkSocket(side));
            users.give(layout.linkDoor(side), side.vm());
        }
    }

    /** Takes the doors back when the VM's process has bound its ends, or never will. */
    synchronized void seal(VmId vm) throws IOException {
        starting.remove(vm);
        for (LinkSide side : sides(vm)) {
            settle(side);
        }
    }

    /** Clears away what the ends of a VM that is off have left and nobody holds. */
    synchronized void tidy(VmId vm) throws IOException {
        starting.remove(vm);
        for (LinkSide side : sides(vm)) {
            if (peer(side).isEmpty()) {
                FileTree.remove(layout.link(side));
            } else {
                Files.deleteIfExists(layout.linkSocket(side));
                settle(side);
            }
        }
    }

    private void make(LinkSide side) throws IOException {
        users.passage(layout.links());
        users.passage(layout.link(side));
        if (!Files.exists(layout.linkDoor(side))) {
            Files.createDirectory(layout.linkDoor(side));
            users.close(layout.linkDoor(side));
        }
    }

    /** Makes the side send to the other one, from one packet to the next. */
    private void point(LinkSide side, LinkSide to) throws IOException {
        make(side);
        PosixFiles.pointLink(layout.linkPeer(side), target(to));
    }

    private void claim(LinkSide gateway, LinkSide client) throws IOException, EngineException {
        make(gateway);
        try {
            Files.createSymbolicLink(layout.linkPeer(gateway), target(client));
        } catch (FileAlreadyExistsException e) {
            if (!peer(gateway).equals(Optional.of(client))) {
                throw taken("Slot " + gateway + " is taken by another NIC.");
            }
        }
    }

    private void release(LinkSide gateway, LinkSide client) throws IOException {
        if (!peer(gateway).equals(Optional.of(client))) {
            return;
        }
        Files.deleteIfExists(layout.linkPeer(gateway));
        if (Files.exists(layout.runFolder(gateway.vm()))) {
            settle(gateway);
        } else {
            FileTree.remove(layout.link(gateway));
        }
    }

    private void settle(LinkSide side) throws IOException {
        Path door = layout.linkDoor(side);
        if (starting.contains(side.vm()) || !Files.exists(door)) {
            return;
        }
        Optional<LinkSide> other = peer(side);
        if (other.isPresent()) {
            users.open(door, other.get().vm());
        } else {
            users.close(door);
        }
        // The door is the daemon's by now, so the name stays what it is.
        Path socket = layout.linkSocket(side);
        if (isSocket(socket)) {
            VmUsers.mode(socket, "rw-rw-rw-");
        } else {
            // A process that a guest has taken over would lead its sender's packets elsewhere.
            Files.deleteIfExists(socket);
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
    }

    private Optional<LinkSide> peer(LinkSide side) throws IOException {
        Path link = layout.linkPeer(side);
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        Path target = Files.readSymbolicLink(link);
        return target.getNameCount() == 4
                ? LinkSide.parse(target.getName(1).toString())
                : Optional.empty();
    }

    private static Path target(LinkSide side) {
        return Path.of("..", side.toString(), "end", "s");
    }

    private List<LinkSide> sides(VmId vm) throws IOException {
        return all().stream().filter(side -> side.vm().equals(vm)).toList();
    }

    private List<LinkSide> all() throws IOException {
        if (!Files.isDirectory(layout.links())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(layout.links())) {
            return entries.flatMap(entry -> LinkSide.parse(entry.getFileName().toString()).stream())
                    .toList();
        }
    }

    private static EngineException taken(String what) {
        return new EngineException(
                new Problem.Failed("link-taken", what, "Look again: oxt vm explain NAME"));
    }
}
