package oxt.engine.xen;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import oxt.api.Node;
import oxt.api.VmDocument;
import oxt.engine.EngineException;
import oxt.engine.files.ConsoleLog;
import oxt.engine.files.DiskFiles;
import oxt.engine.files.Images;
import oxt.engine.files.LaunchFile;
import oxt.engine.files.Layout;
import oxt.engine.files.Programs;
import oxt.engine.files.RunFolders;
import oxt.host.Deadline;
import oxt.host.PosixFiles;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.Reading;
import oxt.model.Vm;

/** Makes domains by {@code xl}, with their processors held. */
final class XenLauncher {
    /** The step's deadline comes a little later, so that this says what was wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(170);

    /**
     * xl gives a device model ten seconds for each answer; a machine that is used fully takes more.
     */
    private static final int MOST_TRIES = 3;

    private final Layout layout;
    private final Images images;
    private final XenHost host;
    private final RunFolders folders;
    private final Xl xl;
    private final XenNics nics;
    private final XenMachines machines;
    private final XenConsoles consoles;
    private final XenAgents agents;

    XenLauncher(
            Layout layout,
            Images images,
            XenHost host,
            RunFolders folders,
            Xl xl,
            XenNics nics,
            XenMachines machines,
            XenConsoles consoles,
            XenAgents agents) {
        this.layout = layout;
        this.images = images;
        this.host = host;
        this.folders = folders;
        this.xl = xl;
        this.nics = nics;
        this.machines = machines;
        this.consoles = consoles;
        this.agents = agents;
    }

    /** Where nothing of the VM has run yet. */
    void create(Vm vm) throws IOException, EngineException, InterruptedException {
        begin(vm);
        machines.markCreated(vm.id());
        new ConsoleLog(layout.log(vm.id())).clear();
        make(vm, PATIENCE, "create", "-p", configuration(vm).toString());
        judge(vm);
    }

    /** Goes on from that file, still held. */
    void restore(Vm vm, Path memory, Duration patience)
            throws IOException, EngineException, InterruptedException {
        begin(vm);
        machines.unmarkCreated(vm.id());
        make(vm, patience, "restore", "-p", configuration(vm).toString(), memory.toString());
        judge(vm);
    }

    /** What is written down of a run for a daemon that did not begin it. */
    static Node document(Vm vm) {
        return Node.mapping(Node.entry(LaunchFile.VM, VmDocument.write(vm)));
    }

    void write(Vm vm) {
        LaunchFile.write(layout.launch(vm.id()), document(vm));
    }

    /** What the VM's disks are specified with. */
    XlConfig.Surroundings surroundings(Vm vm)
            throws IOException, EngineException, InterruptedException {
        FirmwareFiles tables = FirmwareFiles.DEBIAN;
        return new XlConfig.Surroundings(
                host.version(),
                layout,
                images(vm),
                agents.channels(vm),
                tables.acpi(vm, layout),
                tables.smbios(vm, layout));
    }

    private void begin(Vm vm) throws IOException, EngineException, InterruptedException {
        // What is over and was never taken away has the VM's name and its disks.
        machines.stop(vm.id());
        folders.begin(vm.id());
        write(vm);
    }

    private Path configuration(Vm vm) throws IOException, EngineException, InterruptedException {
        Path file = layout.runFolder(vm.id()).resolve("xl.cfg");
        switch (XlConfig.of(vm, surroundings(vm))) {
            case Reading.Good<String>(var text) ->
                    PosixFiles.replaceUnsynced(file, text, "rw-------");
            case Reading.Bad<String>(var problems) ->
                    throw new EngineException(problems.getFirst());
        }
        return file;
    }

    /**
     * What xl has given up for want of time, and taken back, is tried again while there is some.
     */
    private void make(Vm vm, Duration patience, String... words)
            throws EngineException, InterruptedException {
        Deadline deadline = Deadline.after(patience);
        Programs.Ended ended = xl.attempt(deadline.left(), words);
        for (int tries = 1; tries < MOST_TRIES && XlWords.isOutOfTime(ended); tries++) {
            System.getLogger(XenLauncher.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The device model of VM {0} was slow, and is tried again: {1}",
                            vm.name(),
                            XlWords.reason(ended.said()));
            machines.stop(vm.id());
            ended = xl.attempt(deadline.left(), words);
        }
        Xl.require(ended, words);
    }

    /** xl's word that all went well is not enough. */
    private void judge(Vm vm) throws IOException, EngineException, InterruptedException {
        Domains.Domain domain = machines.require(vm.id());
        folders.seal(vm.id());
        var _ = consoles.hold(domain, vm);
        nics.begin(domain, vm);
    }

    private Map<ImageName, Images.Files> images(Vm vm) throws EngineException {
        Map<ImageName, Images.Files> needed = new HashMap<>();
        if (vm.boot() instanceof Boot.DirectKernel(var image, _)) {
            needed.put(image, image(image));
        }
        for (Disk disk : vm.disks()) {
            if (disk.mode() != DiskMode.PERSISTENT
                    && disk.source() instanceof DiskSource.FromImage(var image, _)) {
                needed.put(image, image(image));
            }
            requireFile(vm, disk);
        }
        return needed;
    }

    /** xl finds out after half a minute. */
    private void requireFile(Vm vm, Disk disk) throws EngineException {
        if (disk.mode() == DiskMode.PERSISTENT && !(disk.source() instanceof DiskSource.InDomain)) {
            DiskFiles.require(layout, vm.id(), disk);
        }
    }

    private Images.Files image(ImageName name) throws EngineException {
        return images.find(name).orElseThrow(() -> DiskFiles.noImage(name));
    }
}
