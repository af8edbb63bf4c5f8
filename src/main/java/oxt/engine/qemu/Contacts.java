package oxt.engine.qemu;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import oxt.engine.EngineException;
import oxt.engine.agent.GuestAgent;
import oxt.engine.agent.NetworkAgent;
import oxt.engine.files.ConsoleLog;
import oxt.engine.files.DurableFile;
import oxt.engine.files.HostFiles;
import oxt.engine.files.LaunchFile;
import oxt.engine.files.Layout;
import oxt.engine.files.RunFolders;
import oxt.engine.files.SerialLine;
import oxt.engine.files.VmUsers;
import oxt.host.Deadline;
import oxt.host.PosixFiles;
import oxt.host.ProcessIdentity;
import oxt.model.Nic;
import oxt.model.Problem;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Carrier;
import oxt.plan.Slot;

/** The processes of VMs, found and held: also those that an earlier daemon has launched. */
final class Contacts {
    /** QEMU answers in under a millisecond; where the machine is overloaded, in seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** From when a process closes its sockets to when it is gone. */
    private static final Duration DEATH = Duration.ofSeconds(1);

    private static final int MOST_BYTES_OF_IDENTITY = 256;

    private final Layout layout;
    private final VmUsers users;
    private final RunFolders folders;
    private final Links links;
    private final Map<VmId, Contact> contacts = new ConcurrentHashMap<>();
    private final Map<VmId, NetworkAgent> agents = new ConcurrentHashMap<>();
    private final Map<VmId, GuestAgent> guests = new ConcurrentHashMap<>();
    private final Map<VmId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final List<Consumer<VmId>> watchers = new CopyOnWriteArrayList<>();

    Contacts(Layout layout, VmUsers users, RunFolders folders, Links links) {
        this.layout = layout;
        this.users = users;
        this.folders = folders;
        this.links = links;
    }

    void watch(Consumer<VmId> look) {
        watchers.add(look);
    }

    /** Begins to talk with a process where nobody of this daemon does yet. */
    Presence look(VmId vm) throws IOException, EngineException, InterruptedException {
        Optional<ProcessIdentity> process = process(vm);
        if (process.isEmpty()) {
            drop(vm);
            return new Presence.Absent();
        }
        new QemuWords(layout.log(vm)).cap();
        Contact held = contacts.get(vm);
        if (held != null && held.process().equals(process.get()) && held.isOpen()) {
            return new Presence.Reached(held);
        }
        Optional<Vm> launched = LaunchFile.read(layout.launch(vm), vm);
        if (launched.isEmpty()) {
            return new Presence.Absent();
        }
        ReentrantLock lock = lock(vm);
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Presence.Silent(launched.get(), busy(vm));
        }
        try {
            return new Presence.Reached(
                    reach(launched.get(), process.get(), monitor(vm), PATIENCE));
        } catch (SocketException e) {
            return gone(process.get())
                    ? new Presence.Absent()
                    : new Presence.Silent(launched.get(), HostFiles.problem(e));
        } catch (EngineException why) {
            return gone(process.get())
                    ? new Presence.Absent()
                    : new Presence.Silent(launched.get(), why);
        } finally {
            lock.unlock();
        }
    }

    /** Who wants to begin to talk with a VM's process holds this: QEMU listens to one at a time. */
    ReentrantLock lock(VmId vm) {
        return locks.computeIfAbsent(vm, _ -> new ReentrantLock());
    }

    SocketChannel monitor(VmId vm) throws IOException {
        return connect(layout.monitor(vm));
    }

    /**
     * The contact with this process; the caller holds the lock.
     *
     * @param monitor connected; closed where there is a contact already
     */
    Contact reach(Vm launched, ProcessIdentity process, SocketChannel monitor, Duration patience)
            throws IOException, EngineException, InterruptedException {
        VmId vm = launched.id();
        Contact held = contacts.get(vm);
        if (held != null && held.process().equals(process) && held.isOpen()) {
            monitor.close();
            return held;
        }
        drop(vm);
        String name = "VM " + launched.name();
        Qmp qmp = Qmp.open(name, monitor, event -> happened(vm, event), patience);
        try {
            // Who bound these sockets is this process, and from here on nobody can bind others.
            folders.seal(vm);
            links.seal(vm);
            for (Nic nic : launched.nics()) {
                carrier(launched, qmp, nic);
            }
            if (launched.role() == Role.NETWORK) {
                setSlots(vm, qmp);
            }
            SerialLine serial =
                    SerialLine.of(name, connect(layout.serial(vm)), new ConsoleLog(layout.log(vm)));
            Devices devices = new Devices(layout.launch(vm), qmp, launched);
            Contact contact = new Contact(launched, process, qmp, serial, devices);
            contacts.put(vm, contact);
            listen(contact);
            var _ = qmp.ended().thenRun(() -> Thread.ofVirtual().start(() -> ended(vm, process)));
            return contact;
        } catch (IOException | EngineException | InterruptedException | RuntimeException e) {
            qmp.close();
            throw e;
        }
    }

    /** A process that dies closes its sockets first; who looks then must find it dead. */
    private void ended(VmId vm, ProcessIdentity process) {
        try {
            gone(process);
            ring(vm);
        } catch (InterruptedException nobodyDoes) {
            throw new AssertionError(nobodyDoes);
        }
    }

    /** Waits a moment for a process that has closed its sockets. */
    static boolean gone(ProcessIdentity process) throws InterruptedException {
        return process.awaitEnd(Deadline.after(DEATH));
    }

    /** A daemon that died between the mark and the deed is made good here. */
    private void carrier(Vm launched, Qmp qmp, Nic nic)
            throws EngineException, InterruptedException {
        Carrier carrier =
                folders.carriers(launched.id(), List.of(nic.name()))
                        .getOrDefault(nic.name(), Carrier.UP);
        if (carrier == Carrier.DOWN) {
            setCarrier(qmp, nic.name().text(), carrier);
        }
    }

    static void setCarrier(Qmp qmp, String nic, Carrier carrier)
            throws EngineException, InterruptedException {
        setLink(qmp, "nic-" + nic, carrier);
    }

    /** Tells the driver domain of a slot, where it runs; one that starts is told then. */
    void setSlot(Slot slot, Carrier carrier)
            throws IOException, EngineException, InterruptedException {
        if (look(slot.backend()) instanceof Presence.Reached(var contact)) {
            setLink(contact.qmp(), "slot-" + slot.number(), carrier);
        }
    }

    /** Each as its mark says: who was met before may have missed what became of it. */
    private void setSlots(VmId backend, Qmp qmp)
            throws IOException, EngineException, InterruptedException {
        List<Slot> muted = links.muted(backend);
        for (int number = 0; number < Slot.COUNT; number++) {
            boolean isMuted = muted.contains(new Slot(backend, number));
            setLink(qmp, "slot-" + number, isMuted ? Carrier.DOWN : Carrier.UP);
        }
    }

    /**
     * Of the link and not of its card: that takes the card's carrier along, and drops what waits to
     * be sent, for which QEMU would spin until the other end reads.
     */
    private static void setLink(Qmp qmp, String card, Carrier carrier)
            throws EngineException, InterruptedException {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("name", card + "-link");
        arguments.addProperty("up", carrier == Carrier.UP);
        qmp.call("set_link", arguments, PATIENCE);
    }

    /** Joins the guest's agent now, so that it is heard when it has something to say. */
    private void listen(Contact contact) {
        try {
            switch (contact.launched().role()) {
                case NETWORK -> {
                    var _ = agent(contact).applied();
                }
                case USER, STORAGE -> guest(contact).join();
            }
        } catch (EngineException later) {
            System.getLogger(Contacts.class.getName())
                    .log(System.Logger.Level.INFO, later.problem().what(), later);
        }
    }

    /** The agent in a driver domain, in its present process. */
    NetworkAgent agent(Contact contact) {
        VmId vm = contact.launched().id();
        return agents.computeIfAbsent(
                vm,
                _ ->
                        new NetworkAgent(
                                contact.launched().name().text(),
                                layout.network(vm),
                                () -> ring(vm)));
    }

    /** The agent in a user's VM, in its present process. */
    GuestAgent guest(Contact contact) {
        VmId vm = contact.launched().id();
        return guests.computeIfAbsent(
                vm, _ -> new GuestAgent(contact.launched().name().text(), layout.agent(vm)));
    }

    void drop(VmId vm) {
        GuestAgent guest = guests.remove(vm);
        if (guest != null) {
            guest.close();
        }
        NetworkAgent agent = agents.remove(vm);
        if (agent != null) {
            agent.close();
        }
        Contact contact = contacts.remove(vm);
        if (contact != null) {
            contact.close();
        }
    }

    /** Says that the VM needs a look. */
    void ring(VmId vm) {
        watchers.forEach(watcher -> watcher.accept(vm));
    }

    /** The VM's process, where it is alive. */
    Optional<ProcessIdentity> process(VmId vm) throws IOException {
        if (!Files.exists(layout.launch(vm))) {
            return Optional.empty();
        }
        Optional<String> written = DurableFile.read(layout.process(vm), MOST_BYTES_OF_IDENTITY);
        Optional<ProcessIdentity> process =
                written.isPresent() ? ProcessIdentity.parse(written.get()) : unwritten(vm);
        return process.filter(ProcessIdentity::isAlive);
    }

    /** A daemon was killed between the launch and its note of it. */
    private Optional<ProcessIdentity> unwritten(VmId vm) throws IOException {
        String monitor = layout.monitor(vm).toString();
        OptionalInt user = users.number(vm);
        Optional<ProcessIdentity> found =
                ProcessHandle.allProcesses()
                        .map(process -> Path.of("/proc/" + process.pid()))
                        .filter(process -> isOf(process, vm.toString(), monitor, user))
                        .findFirst()
                        .flatMap(process -> identity(process));
        if (found.isPresent()) {
            PosixFiles.replaceUnsynced(layout.process(vm), found.get().toString(), "rw-------");
        }
        return found;
    }

    private static boolean isOf(Path process, String vm, String monitor, OptionalInt user) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return line.contains("\0" + vm + "\0")
                    && line.contains(monitor)
                    && (user.isEmpty()
                            || Files.getAttribute(process, "unix:uid").equals(user.getAsInt()));
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    private static Optional<ProcessIdentity> identity(Path process) {
        return ProcessIdentity.of(Long.parseLong(process.getFileName().toString()));
    }

    private void happened(VmId vm, QmpMessage.Event event) {
        switch (event.name()) {
            case "RTC_CHANGE", "NIC_RX_FILTER_CHANGED", "VSERPORT_CHANGE" -> {
                // A guest can send as many of these as it likes, and none changes what we see.
            }
            case "DEVICE_DELETED" -> {
                Contact contact = contacts.get(vm);
                if (contact != null) {
                    contact.devices().changed();
                }
                ring(vm);
            }
            default -> ring(vm);
        }
    }

    private static SocketChannel connect(Path socket) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static EngineException busy(VmId vm) {
        return new EngineException(
                new Problem.Failed(
                        "vm-is-busy",
                        "VM " + vm + " is being started or looked at.",
                        "Try again in a moment."));
    }
}
