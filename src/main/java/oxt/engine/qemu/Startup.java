package oxt.engine.qemu;

import java.util.List;
import oxt.engine.files.StateFolder;
import oxt.host.MemoryFile;
import oxt.model.Disk;

/** What a machine begins with. */
sealed interface Startup {

    /** Nothing in its memory: it boots. */
    record Cold() implements Startup {}

    /**
     * Nothing in its memory either, but that is going to be kept.
     *
     * @param memory as large as the VM's
     */
    record Kept(MemoryFile memory) implements Startup {}

    /**
     * What another machine was when it was kept.
     *
     * @param memory sealed: what this one writes is its own
     * @param disks as that machine had them
     */
    record Copied(StateFolder state, StateFolder.Sum devices, MemoryFile memory, List<Disk> disks)
            implements Startup {
        public Copied {
            disks = List.copyOf(disks);
        }
    }

    /** What was saved. */
    record From(StateFolder state, StateFolder.Sum memory) implements Startup {}
}
