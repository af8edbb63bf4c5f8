package oxt.engine.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.FileParts;
import oxt.engine.files.Firmware;
import oxt.engine.files.HostFiles;
import oxt.engine.files.Images;
import oxt.model.Boot;
import oxt.model.ImageName;
import oxt.model.Vm;

/** Where QEMU would take a VM's files from; of a saved one where it took them from. */
record QemuFiles(Images catalogue, SavedStates saved) implements FileParts.Origin {

    @Override
    public Images images(Vm vm) throws EngineException {
        Optional<QemuArgs.Surroundings> launched = launched(vm);
        if (launched.isEmpty()) {
            return catalogue;
        }
        Map<ImageName, Images.Files> images = launched.get().images();
        return image -> Optional.ofNullable(images.get(image));
    }

    /** A kernel that is run directly is begun by the BIOS too. */
    @Override
    public Optional<Path> firmware(Vm vm) throws EngineException {
        if (!(vm.boot() instanceof Boot.Uefi)) {
            return Optional.of(Firmware.bios());
        }
        return Optional.of(
                launched(vm).map(QemuArgs.Surroundings::firmware).orElseGet(Firmware::code));
    }

    private Optional<QemuArgs.Surroundings> launched(Vm vm) throws EngineException {
        try {
            return saved.isThere(vm.id())
                    ? Optional.of(saved.read(vm.id()).launch().surroundings())
                    : Optional.empty();
        } catch (IOException e) {
            throw HostFiles.problem(e);
        }
    }
}
