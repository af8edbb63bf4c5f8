package oxt.engine.qemu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oxt.engine.EngineException;
import oxt.engine.files.Programs;
import oxt.engine.files.VmUsers;
import oxt.host.Spawn;
import oxt.host.image.ImageFiles;
import oxt.model.Uplink;
import oxt.model.Vm;
import oxt.model.VmId;

/**
 * What keeps QEMU to itself, besides a session of its own: a user of its own; no capabilities, now
 * or ever; no network.
 */
final class Confinement {
    private static final String PACKAGE = "util-linux";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Anybody may make these, so the daemon needs no right for it that it could lose. */
    private static final List<String> APART =
            List.of("--user", "--map-current-user", "--net", "--ipc", "--");

    private final VmUsers users;
    private final Programs programs;
    private Optional<Isolation> isolation = Optional.empty();
    private volatile Way way = Way.BY_PROGRAM;

    /** How a process gets namespaces of its own. */
    private enum Way {
        /** By {@code unshare}, with a user namespace: anybody may. */
        BY_PROGRAM,
        /** The daemon makes them: one program less before QEMU. */
        BY_OURSELVES
    }

    Confinement(VmUsers users, Programs programs) {
        this.users = users;
        this.programs = programs;
    }

    Spawn.Rights rights(Vm vm, Accelerator accelerator) throws InterruptedException {
        OptionalInt number = users.number(vm.id());
        if (number.isEmpty()) {
            return new Spawn.Rights.Ours();
        }
        OptionalInt kvm = accelerator == Accelerator.KVM ? Kvm.group() : OptionalInt.empty();
        List<Integer> groups = new ArrayList<>(List.of(ImageFiles.READERS));
        kvm.ifPresent(groups::add);
        return new Spawn.Rights.Of(number.getAsInt(), number.getAsInt(), groups, network(vm));
    }

    private Spawn.Network network(Vm vm) throws InterruptedException {
        return isApart(vm) && way == Way.BY_OURSELVES ? Spawn.Network.NONE : Spawn.Network.OURS;
    }

    /** What stands before QEMU on the command line. */
    List<String> words(Vm vm) throws EngineException, InterruptedException {
        return isApart(vm) && way == Way.BY_PROGRAM ? apart() : List.of();
    }

    /** QEMU's user network makes its connections on the host's. */
    private boolean isApart(Vm vm) throws InterruptedException {
        return vm.uplink() instanceof Uplink.None && isolation() instanceof Isolation.Apart;
    }

    /**
     * For a program that reads what a guest may have written: no more rights than the guest has.
     */
    List<String> ofProgram(VmId vm) throws EngineException {
        return user(users.number(vm));
    }

    /**
     * Tries once: a hardened kernel or a service's limits can forbid it. By {@code setpriv} here,
     * because what it says is wanted.
     */
    synchronized Isolation isolation() throws InterruptedException {
        if (isolation.isEmpty()) {
            isolation = Optional.of(look());
        }
        return isolation.get();
    }

    private Isolation look() throws InterruptedException {
        if (users instanceof VmUsers.Separate && Spawn.canBeLeft()) {
            way = Way.BY_OURSELVES;
            return new Isolation.Apart();
        }
        try {
            OptionalInt anyUser =
                    switch (users) {
                        case VmUsers.Separate _ -> OptionalInt.of(VmUsers.FIRST);
                        case VmUsers.Shared _ -> OptionalInt.empty();
                    };
            List<String> words = new ArrayList<>(user(anyUser));
            words.addAll(apart());
            words.add(programs.require("true", "coreutils").toString());
            Programs.run(words, PATIENCE);
            return new Isolation.Apart();
        } catch (EngineException e) {
            return new Isolation.Among(e.problem().what());
        }
    }

    private List<String> user(OptionalInt number) throws EngineException {
        List<String> words = new ArrayList<>();
        words.add(programs.require("setpriv", PACKAGE).toString());
        if (number.isPresent()) {
            words.add("--reuid=" + number.getAsInt());
            words.add("--regid=" + number.getAsInt());
            words.addAll(List.of("--clear-groups", "--inh-caps=-all", "--bounding-set=-all"));
        }
        words.addAll(List.of("--no-new-privs", "--"));
        return words;
    }

    private List<String> apart() throws EngineException {
        List<String> words = new ArrayList<>();
        words.add(programs.require("unshare", PACKAGE).toString());
        words.addAll(APART);
        return words;
    }
}
