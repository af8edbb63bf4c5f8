package oxt.engine.qemu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oxt.engine.EngineException;
import oxt.model.Uplink;
import oxt.model.Vm;

/**
 * What stands before QEMU on the command line: a session of its own, so that no terminal's end or
 * interrupt reaches it; a user of its own; no capabilities, now or ever; no network.
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

    Confinement(VmUsers users, Programs programs) {
        this.users = users;
        this.programs = programs;
    }

    List<String> of(Vm vm, Accelerator accelerator) throws EngineException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(programs.require("setsid", PACKAGE).toString());
        words.addAll(user(users.number(vm.id()), accelerator));
        // QEMU's user network makes its connections on the host's.
        if (vm.uplink() instanceof Uplink.None && isolation() instanceof Isolation.Apart) {
            words.addAll(apart());
        }
        return words;
    }

    /** Tries once: a hardened kernel or a service's limits can forbid it. */
    synchronized Isolation isolation() throws InterruptedException {
        if (isolation.isEmpty()) {
            isolation = Optional.of(look());
        }
        return isolation.get();
    }

    private Isolation look() throws InterruptedException {
        try {
            OptionalInt anyUser =
                    switch (users) {
                        case VmUsers.Separate _ -> OptionalInt.of(VmUsers.FIRST);
                        case VmUsers.Shared _ -> OptionalInt.empty();
                    };
            List<String> words = new ArrayList<>(user(anyUser, Accelerator.TCG));
            words.addAll(apart());
            words.add(programs.require("true", "coreutils").toString());
            Programs.run(words, PATIENCE);
            return new Isolation.Apart();
        } catch (EngineException e) {
            return new Isolation.Among(e.problem().what());
        }
    }

    private List<String> user(OptionalInt number, Accelerator accelerator) throws EngineException {
        List<String> words = new ArrayList<>();
        words.add(programs.require("setpriv", PACKAGE).toString());
        if (number.isPresent()) {
            words.add("--reuid=" + number.getAsInt());
            words.add("--regid=" + number.getAsInt());
            OptionalInt kvm = accelerator == Accelerator.KVM ? Kvm.group() : OptionalInt.empty();
            words.add(kvm.isPresent() ? "--groups=" + kvm.getAsInt() : "--clear-groups");
            words.addAll(List.of("--inh-caps=-all", "--bounding-set=-all"));
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
