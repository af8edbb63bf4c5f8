package oxt.engine.qemu;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import oxt.engine.EngineException;
import oxt.engine.files.ConsoleLog;
import oxt.engine.files.Layout;
import oxt.engine.files.LinkSide;
import oxt.engine.files.Programs;
import oxt.engine.files.RunFolders;
import oxt.engine.files.StateFolder;
import oxt.host.Child;
import oxt.host.PosixFiles;
import oxt.host.ProcessIdentity;
import oxt.host.Spawn;
import oxt.model.Problem;
import oxt.model.Role;
import oxt.model.Vm;
import oxt.plan.Slot;

/** Starts the processes of VMs, so that nothing that happens to the daemon happens to them. */
final class Launcher {
    /** The step's deadline comes a little later, so that this says what was wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(55);

    /** From when a process says no to when it is gone. */
    private static final Duration DYING = Duration.ofSeconds(1);

    /** QEMU listens after some 20 ms, and a start is not to wait for us. */
    private static final Duration BETWEEN_TRIES = Duration.ofNanos(500_000);

    private final Layout layout;
    private final Confinement confinement;
    private final Programs programs;
    private final RunFolders folders;
    private final Links links;
    private final Contacts contacts;
    private final Cgroup cgroup;
    private final StateTransfer transfer;

    Launcher(
            Layout layout,
            Confinement confinement,
            Programs programs,
            RunFolders folders,
            Links links,
            Contacts contacts,
            Cgroup cgroup,
            StateTransfer transfer) {
        this.layout = layout;
        this.confinement = confinement;
        this.programs = programs;
        this.folders = folders;
        this.links = links;
        this.contacts = contacts;
        this.cgroup = cgroup;
        this.transfer = transfer;
    }

    /**
     * Returns when the process answers, with what was saved in it where that is wanted; no
     * processor of the VM has run in it yet.
     */
    void launch(Launch launch, Startup startup)
            throws IOException, EngineException, InterruptedException {
        Vm vm = launch.vm();
        ReentrantLock lock = contacts.lock(vm.id());
        lock.lockInterruptibly();
        try {
            folders.begin(vm.id());
            links.begin(ends(vm));
            switch (startup) {
                case Startup.Cold _, Startup.Kept _, Startup.Copied _ ->
                        new ConsoleLog(layout.log(vm.id())).clear();
                case Startup.From _ -> {}
            }
            Files.deleteIfExists(layout.process(vm.id()));
            launch.write(layout.launch(vm.id()));
            Child process = start(launch, startup);
            try {
                Contact contact = await(vm, process);
                switch (startup) {
                    case Startup.Cold _, Startup.Kept _ -> {}
                    case Startup.From(var state, var memory) ->
                            restore(contact, process, state, memory);
                    case Startup.Copied(var state, var devices, _, _) -> {
                        transfer.leaveMemoryOut(contact);
                        restore(contact, process, state, devices);
                    }
                }
            } catch (IOException | EngineException | InterruptedException | RuntimeException e) {
                process.kill();
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private Contact await(Vm vm, Child process)
            throws IOException, EngineException, InterruptedException {
        Optional<ProcessIdentity> identity = process.identity();
        if (identity.isEmpty()) {
            throw died(vm);
        }
        PosixFiles.replaceUnsynced(layout.process(vm.id()), identity.get().toString(), "rw-------");
        Placing placing = cgroup.put(vm, process.pid());
        long end = System.nanoTime() + PATIENCE.toNanos();
        SocketChannel monitor = monitor(vm, process, end);
        Contact contact;
        try {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            contact = contacts.reach(vm, identity.get(), monitor, left);
            contact.devices().areAllThere();
        } catch (IOException | EngineException e) {
            // QEMU listens before it looks at disks and devices, and ends where they are wrong.
            if (process.awaitEnd(Duration.ofSeconds(1))) {
                throw died(vm);
            }
            throw e;
        }
        placing.await();
        return contact;
    }

    /** As soon as QEMU listens, which it does early; it answers when it has made the machine. */
    private SocketChannel monitor(Vm vm, Child process, long end)
            throws IOException, EngineException, InterruptedException {
        while (true) {
            try {
                return contacts.monitor(vm.id());
            } catch (SocketException notYet) {
                if (!process.isAlive()) {
                    throw died(vm);
                }
                if (System.nanoTime() > end) {
                    throw slow(vm);
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    /** Looks at every byte while QEMU takes them. */
    private void restore(Contact contact, Child process, StateFolder state, StateFolder.Sum memory)
            throws IOException, EngineException, InterruptedException {
        Vm vm = contact.launched();
        FutureTask<Void> verified =
                new FutureTask<>(
                        () -> {
                            state.verify(vm.id(), memory);
                            return null;
                        });
        Thread.ofVirtual().name("verify state of " + vm.name()).start(verified);
        try {
            transfer.restore(contact);
        } catch (EngineException e) {
            verify(verified);
            throw process.awaitEnd(DYING) ? notTaken(vm) : e;
        }
        verify(verified);
    }

    private static void verify(FutureTask<Void> verified)
            throws IOException, EngineException, InterruptedException {
        try {
            verified.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case EngineException damaged -> throw damaged;
                case IOException unreadable -> throw unreadable;
                case null, default -> throw new AssertionError(e);
            }
        }
    }

    private Child start(Launch launch, Startup startup)
            throws IOException, EngineException, InterruptedException {
        Vm vm = launch.vm();
        QemuArgs.Surroundings surroundings = launch.surroundings();
        List<String> command = new ArrayList<>(confinement.words(vm));
        command.add(programs.require(Qemu.PROGRAM, Qemu.PACKAGE).toString());
        command.addAll(QemuArgs.of(vm, layout, surroundings));
        List<Path> memory = new ArrayList<>();
        Path input =
                switch (startup) {
                    case Startup.Cold _ -> Path.of("/dev/null");
                    case Startup.Kept(var file) -> {
                        command.addAll(QemuMemoryArgs.of(vm, QemuMemoryArgs.Writes.KEPT));
                        memory.add(file.path());
                        yield Path.of("/dev/null");
                    }
                    case Startup.Copied(var state, _, var file, _) -> {
                        command.addAll(QemuMemoryArgs.of(vm, QemuMemoryArgs.Writes.OWN));
                        command.addAll(List.of("-incoming", "defer"));
                        memory.add(file.path());
                        yield state.memory();
                    }
                    case Startup.From(var state, _) -> {
                        command.addAll(List.of("-incoming", "defer"));
                        yield state.memory();
                    }
                };
        QemuWords words = new QemuWords(layout.log(vm.id()));
        words.clear();
        // It appends to its words, so that they can be cut short while QEMU has them open.
        return new Spawn(
                        command,
                        List.of("LC_ALL=C"),
                        input,
                        words.file(),
                        memory,
                        confinement.rights(vm, surroundings.accelerator()))
                .start();
    }

    private static List<LinkSide> ends(Vm vm) {
        List<LinkSide> ends = new ArrayList<>();
        vm.nics().forEach(nic -> ends.add(new LinkSide.Client(vm.id(), nic.name())));
        if (vm.role() == Role.NETWORK) {
            for (int number = 0; number < Slot.COUNT; number++) {
                ends.add(new LinkSide.Gateway(new Slot(vm.id(), number)));
            }
        }
        return ends;
    }

    private EngineException died(Vm vm) throws IOException {
        String last = new QemuWords(layout.log(vm.id())).last();
        return new EngineException(
                new Problem.Failed(
                        "qemu-did-not-start",
                        "QEMU of VM "
                                + vm.name()
                                + " ended at once: "
                                + (last.isEmpty() ? "it did not say why." : last),
                        "Put right what QEMU names, and start the VM again."));
    }

    private EngineException notTaken(Vm vm) throws IOException {
        return new EngineException(
                new Problem.Failed(
                        "saved-state-not-taken",
                        "QEMU of VM "
                                + vm.name()
                                + " did not take its saved state: "
                                + new QemuWords(layout.log(vm.id())).last(),
                        "Put right what QEMU names and start the VM again; or drop the state:"
                                + " oxt vm discard "
                                + vm.name()));
    }

    private static EngineException slow(Vm vm) {
        return new EngineException(
                new Problem.Failed(
                        "qemu-too-slow",
                        "QEMU of VM "
                                + vm.name()
                                + " did not answer within "
                                + PATIENCE.toSeconds()
                                + "s.",
                        "Look at the load of this machine, then start the VM again."));
    }
}
