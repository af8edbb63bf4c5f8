package oxt.engine.qemu;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
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
import oxt.model.Nic;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.plan.Carrier;

/** The processes of VMs, found and held: also those that an earlier daemon has launched. */
final class Contacts {
    /** QEMU answers in under a millisecond; where the machine is overloaded, in seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_BYTES_OF_IDENTITY = 256;

    private final Layout layout;
    private final Accounts accounts;
    private final RunFolders folders;
    private final Links links;
    private final Map<VmId, Contact> contacts = new ConcurrentHashMap<>();
    private final Map<VmId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final List<Consumer<VmId>> watchers = new CopyOnWriteArrayList<>();

    Contacts(Layout layout, Accounts accounts, RunFolders folders, Links links) {
        this.layout = layout;
        this.accounts = accounts;
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
            return new Presence.Reached(reach(launched.get(), process.get(), PATIENCE));
        } catch (EngineException why) {
            return process.get().isAlive()
                    ? new Presence.Silent(launched.get(), why)
                    : new Presence.Absent();
        } finally {
            lock.unlock();
        }
    }

    /** Who wants to begin to talk with a VM's process holds this: QEMU listens to one at a time. */
    ReentrantLock lock(VmId vm) {
        return locks.computeIfAbsent(vm, _ -> new ReentrantLock());
    }

    /** The contact with this process; the caller holds the lock. */
    Contact reach(Vm launched, ProcessIdentity process, Duration patience)
            throws IOException, EngineException, InterruptedException {
        VmId vm = launched.id();
        Contact held = contacts.get(vm);
        if (held != null && held.process().equals(process) && held.isOpen()) {
            return held;
        }
        drop(vm);
        String name = "VM " + launched.name();
        Qmp qmp =
                Qmp.open(name, connect(layout.monitor(vm)), event -> happened(vm, event), patience);
        try {
            // Who bound these sockets is this process, and from here on nobody can bind others.
            folders.seal(vm);
            links.seal(vm);
            for (Nic nic : launched.nics()) {
                carrier(launched, qmp, nic);
            }
            SerialLine serial =
                    SerialLine.of(name, connect(layout.serial(vm)), new ConsoleLog(layout.log(vm)));
            Contact contact = new Contact(launched, process, qmp, serial);
            contacts.put(vm, contact);
            qmp.ended().thenRun(() -> ring(vm));
            return contact;
        } catch (IOException | EngineException | InterruptedException e) {
            qmp.close();
            throw e;
        }
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
        JsonObject arguments = new JsonObject();
        arguments.addProperty("name", "nic-" + nic);
        arguments.addProperty("up", carrier == Carrier.UP);
        qmp.call("set_link", arguments, PATIENCE);
    }

    void drop(VmId vm) {
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
        OptionalInt user = accounts.number(vm);
        Optional<ProcessIdentity> found =
                ProcessIdentity.ofCommandLine(
                                words ->
                                        words.contains(vm.toString())
                                                && words.stream()
                                                        .anyMatch(word -> word.contains(monitor)))
                        .stream()
                        .filter(process -> user.isEmpty() || process.user().equals(user))
                        .findFirst();
        if (found.isPresent()) {
            DurableFile.write(layout.process(vm), found.get().toString());
        }
        return found;
    }

    private void happened(VmId vm, QmpMessage.Event event) {
        switch (event.name()) {
            case "RTC_CHANGE", "NIC_RX_FILTER_CHANGED", "VSERPORT_CHANGE" -> {
                // A guest can send as many of these as it likes, and none changes what we see.
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
