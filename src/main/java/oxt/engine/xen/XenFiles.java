package oxt.engine.xen;

import java.nio.file.Path;
import java.util.Optional;
import oxt.engine.files.FileParts;
import oxt.engine.files.Images;
import oxt.model.Boot;
import oxt.model.Vm;

/**
 * Where xl takes a VM's files from, also those of a saved VM. The BIOS of an HVM guest is part of
 * Xen's own programs; a PVH guest has none.
 */
record XenFiles(Images catalogue) implements FileParts.Origin {

    @Override
    public Images images(Vm vm) {
        return catalogue;
    }

    @Override
    public Optional<Path> firmware(Vm vm) {
        return vm.boot() instanceof Boot.Uefi ? Optional.of(XenHost.UEFI) : Optional.empty();
    }
}
