package oxt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oxt.daemon.work.HostFacts;
import oxt.daemon.work.ImageShelf;
import oxt.host.HostMemory;
import oxt.model.ByteSize;
import oxt.model.ImageName;
import oxt.model.VmId;
import oxt.plan.ImagePart;

/**
 * This machine's memory and images.
 *
 * @param memory all there is, which does not change while it runs
 * @param processes the process of each VM that has one
 */
record DebianHost(ByteSize memory, ImageShelf shelf, Function<VmId, OptionalLong> processes)
        implements HostFacts {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,15}) kB$");

    @Override
    public ByteSize availableMemory() {
        return HostMemory.read().available();
    }

    @Override
    public ByteSize residentMemory(VmId vm) {
        OptionalLong process = processes.apply(vm);
        return process.isPresent() ? resident(process.getAsLong()) : new ByteSize(0);
    }

    private static ByteSize resident(long process) {
        try {
            String status = Files.readString(Path.of("/proc/" + process + "/status"));
            Matcher matcher = RESIDENT.matcher(status);
            return new ByteSize(matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : 0);
        } catch (IOException _) {
            return new ByteSize(0); // it has just ended
        }
    }

    @Override
    public Map<ImageName, Set<ImagePart>> images() {
        return shelf.parts();
    }
}
