package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.LaunchFile;
import oxt.engine.files.Layout;
import oxt.host.Deadline;
import oxt.host.PosixFiles;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.XenSettings;
import oxt.plan.Run;

/** The power of domains that are there: on, held, off. */
final class XenMachines {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** Giving back the memory takes 10 ms a GiB, and a device model is ended before. */
    private static final Duration DEATH = Duration.ofSeconds(10);

    /** A guest that was still booting did not hear; one that is shutting down does not mind. */
    private static final Duration BETWEEN_PRESSES = Duration.ofSeconds(3);

    private final Layout layout;
    private final Xenstore store;
    private final Domains domains;
    private final DistantDevices devices;
    private final Xl xl;
    private final DomainBell bell;

    XenMachines(
            Layout layout,
            Xenstore store,
            Domains domains,
            DistantDevices devices,
            Xl xl,
            DomainBell bell) {
        this.layout = layout;
        this.store = store;
        this.domains = domains;
        this.devices = devices;
        this.xl = xl;
        this.bell = bell;
    }

    Run run(VmId vm) throws IOException, EngineException, InterruptedException {
        Optional<Domains.Domain> domain = domains.find(vm);
        if (domain.isEmpty()) {
            return Run.OFF;
        }
        Optional<Vm> launched = LaunchFile.read(layout.launch(vm), vm);
        if (launched.isEmpty()) {
            return Run.OFF;
        }
        return switch (domain.get().state().doing()) {
            case RUNNING, REBOOTING -> new Run.Running(launched.get());
            case PAUSED, SUSPENDED ->
                    Files.exists(neverRan(vm))
                            ? new Run.Created(launched.get())
                            : new Run.Paused(launched.get());
            case OVER, DYING -> Run.OFF;
        };
    }

    /** What was launched, and its domain, where both are there and it is not over. */
    Optional<Vm> launched(VmId vm) throws IOException, EngineException, InterruptedException {
        return run(vm).machine();
    }

    /** A Conflict where the VM is off. */
    Domains.Domain require(VmId vm) throws IOException, EngineException, InterruptedException {
        if (run(vm) instanceof Run.Off) {
            throw off(vm);
        }
        return domains.find(vm).orElseThrow(() -> off(vm));
    }

    /** From now on until it has run, a paused domain is one that never did. */
    void markCreated(VmId vm) {
        PosixFiles.replaceUnsynced(neverRan(vm), "", "rw-------");
    }

    void unmarkCreated(VmId vm) throws IOException {
        Files.deleteIfExists(neverRan(vm));
    }

    void resume(VmId vm) throws IOException, EngineException, InterruptedException {
        Domains.Domain domain = require(vm);
        // Xen counts how often a domain was paused, so nobody resumes one that runs.
        if (domain.state().doing() == DomainState.Doing.PAUSED) {
            xl.run(PATIENCE, "unpause", number(domain));
        }
        unmarkCreated(vm);
    }

    void pause(VmId vm) throws IOException, EngineException, InterruptedException {
        Domains.Domain domain = require(vm);
        if (domain.state().doing() == DomainState.Doing.RUNNING) {
            unmarkCreated(vm);
            xl.run(PATIENCE, "pause", number(domain));
        }
    }

    void pressPowerButton(VmId vm) throws IOException, EngineException, InterruptedException {
        Domains.Domain domain = require(vm);
        if (!(run(vm) instanceof Run.Running(var launched))) {
            throw new EngineException(
                    new Problem.Conflict(
                            "vm-not-running",
                            "VM " + vm + " does not run.",
                            "Let it run: oxt vm resume NAME"));
        }
        boolean hears =
                store.read(domain.home() + "/control/feature-poweroff").equals(Optional.of("1"));
        if (hears || launched.xenType() != XenSettings.Type.HVM) {
            store.write(domain.home() + "/control/shutdown", "poweroff");
        } else {
            xl.run(PATIENCE, "trigger", number(domain), "power");
        }
    }

    /** Returns when the domain is gone or over; asks the guest again now and then. */
    void awaitOff(VmId vm, Duration patience)
            throws IOException, EngineException, InterruptedException {
        Deadline deadline = Deadline.after(patience);
        for (long rings = bell.rings(); !(run(vm) instanceof Run.Off); rings = bell.rings()) {
            if (deadline.isOver()) {
                throw new EngineException(
                        new Problem.Failed(
                                "guest-ignored-stop",
                                "The guest did not shut down within " + patience.toSeconds() + "s.",
                                "Give it more time, or end it: oxt vm kill NAME"));
            }
            Duration left = deadline.left();
            bell.await(rings, left.compareTo(BETWEEN_PRESSES) < 0 ? left : BETWEEN_PRESSES);
            if (run(vm) instanceof Run.Running && bell.rings() == rings && !deadline.isOver()) {
                pressPowerButton(vm);
            }
        }
        clear(vm);
    }

    /** Ends the domain; one that is gone already is as good. */
    void stop(VmId vm) throws EngineException, InterruptedException {
        Optional<Domains.Domain> domain = domains.find(vm);
        Deadline deadline = Deadline.after(DEATH);
        while (domain.isPresent()) {
            devices.forgetAll(domain.get());
            // xl complains of a guest that ended by itself meanwhile; what is left says more.
            var ended = xl.attempt(PATIENCE, "destroy", number(domain.get()));
            domain = domains.find(vm);
            if (domain.isPresent() && deadline.isOver()) {
                throw new EngineException(
                        new Problem.Failed(
                                "domain-not-destroyed",
                                "Domain "
                                        + domain.get().number()
                                        + " is still there: "
                                        + XlWords.reason(ended.said()),
                                "Look at it: xl list; and at Xen's own log: xl dmesg"));
            }
        }
    }

    /** What is over and that nobody took away: xl does it, unless it was killed. */
    void clear(VmId vm) throws EngineException, InterruptedException {
        Optional<Domains.Domain> domain = domains.find(vm);
        if (domain.isPresent() && domain.get().state().doing() == DomainState.Doing.OVER) {
            stop(vm);
        }
    }

    private Path neverRan(VmId vm) {
        return layout.runFolder(vm).resolve("created");
    }

    static String number(Domains.Domain domain) {
        return Integer.toString(domain.number());
    }

    static EngineException off(VmId vm) {
        return new EngineException(
                new Problem.Conflict(
                        "vm-is-off", "VM " + vm + " is off.", "Start it: oxt vm start NAME"));
    }
}
