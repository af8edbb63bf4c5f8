package oxt.engine.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import oxt.engine.EngineException;
import oxt.engine.Parts;
import oxt.host.measured.FileDigests;
import oxt.model.Boot;
import oxt.model.Digest;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.MeasuredPart;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;

/** Parts that are files of images and firmware. */
public final class FileParts implements Parts {
    private final FileDigests digests;
    private final Origin origin;

    /** Where the files of a VM's next start are. */
    public interface Origin {
        /** Where the images are that it would begin from: a saved VM's are those of its launch. */
        Images images(Vm vm) throws EngineException, InterruptedException;

        /** What its processors run first, where that is a file of its own. */
        Optional<Path> firmware(Vm vm) throws EngineException, InterruptedException;
    }

    public FileParts(FileDigests digests, Origin origin) {
        this.digests = digests;
        this.origin = origin;
    }

    @Override
    public SortedMap<MeasuredPart, Measurement> measure(Vm vm, Watch watch)
            throws EngineException, InterruptedException {
        SortedMap<MeasuredPart, Measurement> measured = new TreeMap<>();
        commandLine(vm).ifPresent(it -> measured.put(new MeasuredPart.CommandLine(), it));
        for (Map.Entry<MeasuredPart, Path> file : files(vm).entrySet()) {
            if (watch.isOver()) {
                throw new InterruptedException("nobody waits for what VM " + vm.name() + " is");
            }
            measured.put(
                    file.getKey(), digests.of(file.getValue(), watching(file.getKey(), watch)));
        }
        return measured;
    }

    @Override
    public List<Problem> flaws() {
        return digests.kept().flaw().stream().toList();
    }

    @Override
    public void confirm(Vm vm, SortedMap<MeasuredPart, FileStamp> stamps)
            throws EngineException, InterruptedException {
        SortedMap<MeasuredPart, Path> files = files(vm);
        Optional<Measurement.Found> commandLine = commandLine(vm);
        for (Map.Entry<MeasuredPart, FileStamp> measured : stamps.entrySet()) {
            FileStamp stamp = measured.getValue();
            Path file = files.get(measured.getKey());
            boolean isStill =
                    measured.getKey() instanceof MeasuredPart.CommandLine
                            ? commandLine.map(Measurement.Found::stamp).equals(Optional.of(stamp))
                            : file != null && FileDigests.isStill(file, stamp);
            if (!isStill) {
                throw touched(vm, measured.getKey());
            }
        }
    }

    /** No file of its own: a text in the image's manifest, which is its own stamp. */
    private Optional<Measurement.Found> commandLine(Vm vm)
            throws EngineException, InterruptedException {
        if (!(vm.boot() instanceof Boot.DirectKernel(var name, _))) {
            return Optional.empty();
        }
        return origin.images(vm)
                .find(name)
                .map(Images.Files::commandLine)
                .map(text -> Digest.of(text.getBytes(StandardCharsets.UTF_8)))
                .map(
                        digest ->
                                new Measurement.Found(
                                        "what image " + name + " has its kernel told",
                                        stamp(digest),
                                        digest));
    }

    /** A text has no inode; all of its digest takes the place. */
    private static FileStamp stamp(Digest digest) {
        String digits = digest.text().substring("sha256:".length());
        return new FileStamp(
                Long.parseUnsignedLong(digits, 0, 16, 16),
                Long.parseUnsignedLong(digits, 16, 32, 16),
                Long.parseUnsignedLong(digits, 32, 48, 16),
                Long.parseUnsignedLong(digits, 48, 64, 16),
                0);
    }

    /** Of a part that is another one now, before anything of it has run. */
    public static EngineException touched(Vm vm, MeasuredPart part) {
        return new EngineException(
                new Problem.Denied(
                        "measured-file-touched",
                        "The "
                                + part.words()
                                + " of measured VM "
                                + vm.name()
                                + " was changed or replaced between its measurement and its use.",
                        "See what it is now: oxt vm measure " + vm.name()));
    }

    private SortedMap<MeasuredPart, Path> files(Vm vm)
            throws EngineException, InterruptedException {
        SortedMap<MeasuredPart, Path> files = new TreeMap<>();
        Images images = origin.images(vm);
        origin.firmware(vm).ifPresent(file -> files.put(new MeasuredPart.Firmware(), file));
        if (vm.boot() instanceof Boot.DirectKernel(var name, _)) {
            images.find(name)
                    .ifPresent(
                            image -> {
                                image.kernel()
                                        .ifPresent(it -> files.put(new MeasuredPart.Kernel(), it));
                                image.initramfs()
                                        .ifPresent(
                                                it -> files.put(new MeasuredPart.Initramfs(), it));
                            });
        }
        for (Disk disk : vm.disks()) {
            if (disk.isMeasurable() && disk.source() instanceof DiskSource.FromImage(var name, _)) {
                images.find(name)
                        .flatMap(Images.Files::disk)
                        .ifPresent(it -> files.put(new MeasuredPart.OfDisk(disk.name()), it));
            }
        }
        return files;
    }

    private static FileDigests.Watch watching(MeasuredPart part, Watch watch) {
        return new FileDigests.Watch() {
            @Override
            public void read(Path file, long bytes, long all) {
                watch.read(part, bytes, all);
            }

            @Override
            public boolean isOver() {
                return watch.isOver();
            }
        };
    }
}
