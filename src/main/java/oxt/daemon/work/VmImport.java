package oxt.daemon.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import oxt.api.Action;
import oxt.api.TaskState;
import oxt.host.diskfile.Content;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.diskfile.ReadableDisk;
import oxt.host.diskfile.VmFile;
import oxt.host.diskfile.VmFileDisk;
import oxt.host.image.Arrivals.Arrival;
import oxt.host.image.DiskConversion;
import oxt.host.image.ImageImporter;
import oxt.model.DiskFormat;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.ArrivalName;
import oxt.plan.CreatePlanner;
import oxt.plan.CreatePlanner.Origin;
import oxt.store.Caller;

/**
 * Makes VMs of files that others exported.
 *
 * <p>First everything is unpacked and checked in the arrival's own folder; only then does the VM's
 * worker create it, in one plan that is taken back whole where it breaks.
 */
public final class VmImport {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Workshop shop;
    private final Workers workers;
    private final Errands errands;

    public VmImport(Workshop shop, Workers workers) {
        this.shop = shop;
        this.workers = workers;
        this.errands = new Errands(shop);
    }

    /** Refused with all that speaks against it; ends with the file gone, whatever comes of it. */
    public Task begin(Arrival arrival, Optional<VmName> name, Caller caller) {
        try {
            Vm vm = vm(arrival.file(), name);
            workers.requireFree(vm.name());
            Task task = shop.tasks().begin(vm.name().text(), Action.IMPORT, caller);
            errands.begin(
                    task,
                    doing -> {
                        try (arrival) {
                            bring(vm, arrival, doing);
                        }
                    });
            return task;
        } catch (RuntimeException e) {
            arrival.close();
            throw e;
        }
    }

    private static Vm vm(Path file, Optional<VmName> name) {
        VmId id = new VmId(UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return VmFile.read(Content.of(channel))
                    .then(read -> VmTransfer.arriving(read, name, id))
                    .orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bring(Vm vm, Arrival arrival, Task task) throws InterruptedException {
        CreatePlanner.Variables variables;
        try (FileChannel channel = FileChannel.open(arrival.file(), StandardOpenOption.READ)) {
            VmFile file = VmFile.read(Content.of(channel)).orThrow();
            Path brought = Files.createDirectory(arrival.brought());
            for (VmFileDisk disk : file.disks()) {
                task.tell("unpacking disk " + disk.name());
                Files.move(checked(vm, disk, arrival, task), brought.resolve(name(disk)));
            }
            Optional<byte[]> found = file.variables();
            if (found.isPresent()) {
                Files.write(brought.resolve("variables.fd"), found.get());
            }
            variables =
                    found.isPresent()
                            ? CreatePlanner.Variables.BROUGHT
                            : CreatePlanner.Variables.ABSENT;
        } catch (IOException e) {
            throw oxt.host.FileProblems.of(arrival.brought(), e);
        }
        task.tell("creating the VM");
        create(vm, new Origin.Brought(new ArrivalName(arrival.name()), variables), task);
    }

    private static String name(VmFileDisk disk) {
        return disk.name() + "." + disk.format().name().toLowerCase(Locale.ROOT);
    }

    /** A file that no guest and no stranger has written as it is: raw, or written by qemu-img. */
    private static Path checked(Vm vm, VmFileDisk disk, Arrival arrival, Task task)
            throws IOException, InterruptedException {
        Path work = arrival.work();
        Path source = work.resolve("source");
        disk.unpack(source);
        DiskFileFormat format =
                switch (disk.format()) {
                    case RAW -> DiskFileFormat.RAW;
                    case QCOW2 -> DiskFileFormat.QCOW2;
                };
        ReadableDisk readable = ImageImporter.checked(source, format);
        VmTransfer.mismatch(vm, disk.name(), readable.size())
                .ifPresent(
                        problem -> {
                            throw new ProblemException(problem);
                        });
        return switch (disk.format()) {
            case RAW -> source;
            case QCOW2 ->
                    new DiskConversion(readable, work, DiskFormat.QCOW2)
                            .run(part -> task.tell("disk " + disk.name() + ": " + part));
        };
    }

    /** By the VM's own worker; a cancel reaches it too, and is waited for. */
    private void create(Vm vm, Origin.Brought origin, Task task) throws InterruptedException {
        Task create = workers.create(vm, origin, task.caller());
        Task.Progress progress = create.progress();
        boolean cancelled = false;
        while (!progress.state().isEnded()) {
            try {
                progress = create.awaitEnd(BETWEEN_LOOKS);
            } catch (InterruptedException asked) {
                cancelled = true;
                create.cancel();
            }
        }
        if (progress.state() == TaskState.DONE) {
            return;
        }
        if (cancelled) {
            throw new InterruptedException("importing " + vm.name());
        }
        throw new ProblemException(
                progress.problems().isEmpty()
                        ? java.util.List.of(Problem.Bug.of("VM " + vm.name() + " was not created."))
                        : progress.problems());
    }
}
