package oxt.engine.qemu;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.DiskFiles;
import oxt.engine.files.Firmware;
import oxt.engine.files.HostFiles;
import oxt.engine.files.Images;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskMode;
import oxt.model.DiskSource;
import oxt.model.ImageName;
import oxt.model.Vm;

/** The QEMU of this machine, and all that machines are made of besides their documents. */
final class Installation {
    private final InstalledQemu installed;
    private final Images images;
    private final Accelerators accelerators;

    Installation(InstalledQemu installed, Images images, Accelerators accelerators) {
        this.installed = installed;
        this.images = images;
        this.accelerators = accelerators;
    }

    Optional<Qemu> qemu() throws EngineException, InterruptedException {
        return installed.find();
    }

    /** As people write it; without a number where there is none installed. */
    String version() throws EngineException, InterruptedException {
        return installed.find().map(qemu -> "QEMU " + qemu.version()).orElse("QEMU, not installed");
    }

    /** What guests' processors run on; the first time it is tried. */
    AcceleratorChoice accelerator() throws EngineException, InterruptedException {
        try {
            return accelerators.choose(installed.require());
        } catch (IOException e) {
            throw HostFiles.interruptOrProblem(e);
        }
    }

    /** What would make a machine now, where there is a QEMU. */
    Optional<SavedStates.Maker> maker() throws EngineException, InterruptedException {
        return installed.find().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new SavedStates.Maker(installed.require().machine(), accelerator().used()));
    }

    /** What the VM's command line says now besides what is its own. */
    QemuArgs.Surroundings surroundings(Vm vm) throws EngineException, InterruptedException {
        Map<ImageName, Images.Files> needed = new HashMap<>(images(vm.disks()));
        if (vm.boot() instanceof Boot.DirectKernel(var image, _)) {
            needed.put(image, image(image));
        }
        return new QemuArgs.Surroundings(
                accelerator().used(),
                installed.require().machine(),
                Firmware.code(),
                needed,
                Ports.of(vm));
    }

    /** Those that disks are made of at each start. */
    Map<ImageName, Images.Files> images(List<Disk> disks) throws EngineException {
        Map<ImageName, Images.Files> needed = new HashMap<>();
        for (Disk disk : disks) {
            if (disk.mode() != DiskMode.PERSISTENT
                    && disk.source() instanceof DiskSource.FromImage(var image, _)) {
                needed.put(image, image(image));
            }
        }
        return needed;
    }

    private Images.Files image(ImageName name) throws EngineException {
        return images.find(name).orElseThrow(() -> DiskFiles.noImage(name));
    }
}
