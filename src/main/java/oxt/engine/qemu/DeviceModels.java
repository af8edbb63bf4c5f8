package oxt.engine.qemu;

import java.io.IOException;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.StateFolder;
import oxt.model.Vm;
import oxt.plan.Origin;
import oxt.plan.Run;

/** Begins the processes of VMs: anew, with what was saved, or where an origin was. */
final class DeviceModels {
    private final Machines machines;
    private final Launcher launcher;
    private final Installation installation;
    private final SavedStates saved;
    private final OriginStates origins;

    DeviceModels(
            Machines machines,
            Launcher launcher,
            Installation installation,
            SavedStates saved,
            OriginStates origins) {
        this.machines = machines;
        this.launcher = launcher;
        this.installation = installation;
        this.saved = saved;
        this.origins = origins;
    }

    void start(Vm launched) throws IOException, EngineException, InterruptedException {
        switch (machines.run(launched.id())) {
            case Run.Off _ -> {
                if (saved.isThere(launched.id())) {
                    throw SavedStates.inTheWay(launched);
                }
                launcher.launch(
                        new Launch(launched, installation.surroundings(launched)),
                        new Startup.Cold());
            }
            case Run run -> {
                if (!run.machine().equals(Optional.of(launched))) {
                    throw Machines.inUse(launched.id());
                }
            }
        }
    }

    void boot(Vm launched, Origin origin)
            throws IOException, EngineException, InterruptedException {
        if (mustStart(launched)) {
            launcher.launch(
                    new Launch(launched, installation.surroundings(launched)),
                    new Startup.Kept(origins.begin(launched, origin)));
        }
    }

    void copy(Vm launched, Origin origin)
            throws IOException, EngineException, InterruptedException {
        if (mustStart(launched)) {
            Startup.Copied kept = origins.startup(origin);
            // Not what was launched then: a disposable has its own name.
            Vm then = launched.with(kept.disks(), launched.nics());
            QemuArgs.Surroundings now = installation.surroundings(then).upon(kept.disks());
            launcher.launch(new Launch(launched, now), kept);
        }
    }

    private boolean mustStart(Vm launched)
            throws IOException, EngineException, InterruptedException {
        Run run = machines.run(launched.id());
        if (!(run instanceof Run.Off) && !run.machine().equals(Optional.of(launched))) {
            throw Machines.inUse(launched.id());
        }
        return run instanceof Run.Off;
    }

    void restore(Vm launched) throws IOException, EngineException, InterruptedException {
        StateFolder folder = saved.folder(launched.id());
        StateFolder.Description<Launch> state = saved.read(launched.id());
        Run run = machines.run(launched.id());
        if (run.equals(new Run.Paused(launched))) {
            return;
        }
        if (!(run instanceof Run.Off) || !state.launch().vm().equals(launched)) {
            throw Machines.inUse(launched.id());
        }
        launcher.launch(state.launch(), new Startup.From(folder, state.memory()));
    }
}
