package oxt.daemon;

import java.util.Map;
import java.util.Set;
import oxt.daemon.work.HostFacts;
import oxt.daemon.work.ImageShelf;
import oxt.host.HostMemory;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.plan.ImagePart;

/** This machine's memory and images. */
record DebianHost(ImageShelf shelf) implements HostFacts {

    @Override
    public ByteSize memory() {
        return HostMemory.read().total();
    }

    @Override
    public ByteSize availableMemory() {
        return HostMemory.read().available();
    }

    @Override
    public Map<ImageName, Set<ImagePart>> images() {
        return shelf.parts();
    }
}
