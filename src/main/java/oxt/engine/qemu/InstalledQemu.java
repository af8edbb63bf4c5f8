package oxt.engine.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import oxt.engine.EngineException;
import oxt.engine.files.Programs;

/** The QEMU of this machine, asked for its version once for each file that it is. */
final class InstalledQemu {
    private final Programs programs;
    private volatile Optional<Found> found = Optional.empty();

    private record Found(Qemu qemu, FileTime time) {}

    InstalledQemu(Programs programs) {
        this.programs = programs;
    }

    Qemu require() throws EngineException, InterruptedException {
        return find().orElseThrow(() -> Programs.missing(Qemu.PROGRAM, Qemu.PACKAGE));
    }

    Optional<Qemu> find() throws EngineException, InterruptedException {
        Optional<FileTime> time = programs.find(Qemu.PROGRAM).map(InstalledQemu::changed);
        Optional<Found> before = found;
        if (before.isPresent() && time.equals(Optional.of(before.get().time()))) {
            return Optional.of(before.get().qemu());
        }
        Optional<Qemu> now = Qemu.find(programs);
        found = now.flatMap(qemu -> time.map(when -> new Found(qemu, when)));
        return now;
    }

    private static FileTime changed(Path program) {
        try {
            return Files.getLastModifiedTime(program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
