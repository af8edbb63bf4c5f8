package oxt.daemon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.api.CallerRole;
import oxt.api.Json;
import oxt.api.TaskReply;
import oxt.daemon.http.Route.Body;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.daemon.http.Route.Reply;
import oxt.daemon.work.Defined;
import oxt.daemon.work.VmTransfer;
import oxt.engine.EngineException;
import oxt.host.diskfile.Content;
import oxt.host.diskfile.DiskFile;
import oxt.host.diskfile.DiskFileFormat;
import oxt.host.diskfile.VmFileWriter;
import oxt.host.image.Arrivals;
import oxt.host.image.ImageImporter;
import oxt.model.ByteSize;
import oxt.model.Disk;
import oxt.model.DiskFormat;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.Run;

/** VMs as files: out of this host, and into it. */
final class VmFileRoutes {
    private static final String MEDIA_TYPE = "application/x-tar";

    private final Desk desk;
    private final Follow follow;

    VmFileRoutes(Desk desk) {
        this.desk = desk;
        this.follow = new Follow(desk.shop().board());
    }

    List<Route> all() {
        return List.of(
                new Route(
                                Method.GET,
                                "/v1/vms/{name}/export",
                                "A VM that is off, as one file: its document, disks, firmware variables.",
                                List.of(),
                                new Body.None(),
                                new Reply.Raw(MEDIA_TYPE),
                                this::export)
                        .forRole(CallerRole.ADMINISTER),
                new Route(
                        Method.POST,
                        "/v1/vms/import",
                        "Create a VM of a file that an export wrote, which is the request's body.",
                        List.of(Query.NAME, Query.WAIT),
                        new Body.Upload(),
                        new Reply.Document(TaskReply.SHAPE),
                        this::take));
    }

    private Answer take(Call call) throws InterruptedException {
        Optional<VmName> name = Optional.ofNullable(call.query().get(Query.NAME)).map(VmName::new);
        name.ifPresent(desk.workers()::requireFree);
        Arrivals.Arrival arrival =
                desk.arrivals().receive(call.upload().bytes(), call.upload().length());
        return follow.answer(call, desk.vmImport().begin(arrival, name, call.caller()));
    }

    private Answer export(Call call) {
        Defined defined = desk.shop().board().require(call.vm());
        requireOff(defined);
        Map<Disk, Path> files = new LinkedHashMap<>();
        try {
            for (Disk disk : defined.vm().disks()) {
                if (disk.hasFile()) {
                    files.put(disk, desk.shop().engine().views().disk(defined.id(), disk));
                }
            }
            Map<Disk, ByteSize> sizes = new LinkedHashMap<>();
            files.forEach((disk, file) -> sizes.put(disk, size(disk, file)));
            Optional<Path> variables = desk.shop().engine().views().variables(defined.id());
            desk.shop().chronicle().told(call.caller(), "export", defined.name().text());
            return new Answer.Stream(
                    MEDIA_TYPE,
                    (out, hangup) -> write(defined, files, sizes, variables, out, hangup));
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private void requireOff(Defined defined) {
        Run run = desk.shop().board().seen(defined.id()).observed().run();
        if (!(run instanceof Run.Off)) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-not-off-for-export",
                            "VM "
                                    + defined.name()
                                    + " is "
                                    + run.word()
                                    + ", and only one that is off is exported: its memory stays.",
                            "Stop it first: oxt vm stop "
                                    + defined.name()
                                    + "; one that is saved, start and stop, or oxt vm discard"));
        }
    }

    /** As the guest sees it. What an old snapshot holds must not leave the host unseen. */
    private static ByteSize size(Disk disk, Path file) {
        DiskFileFormat format =
                disk.format() == DiskFormat.RAW ? DiskFileFormat.RAW : DiskFileFormat.QCOW2;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (format == DiskFileFormat.QCOW2 && DiskFile.snapshots(Content.of(channel)) > 0) {
                throw new ProblemException(
                        new Problem.Conflict(
                                "disk-has-snapshots",
                                "Disk "
                                        + disk.name()
                                        + " holds snapshots, which an export would carry along.",
                                "Remove them first: oxt vm snapshot list NAME, then oxt vm"
                                        + " snapshot remove NAME SNAPSHOT"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return ImageImporter.checked(file, format).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Broken off where somebody starts the VM: without its end the file is no whole one. */
    private void write(
            Defined defined,
            Map<Disk, Path> files,
            Map<Disk, ByteSize> sizes,
            Optional<Path> variables,
            OutputStream out,
            Hangup hangup)
            throws IOException {
        VmFileWriter writer = new VmFileWriter(out);
        Map<Disk, VmFileWriter.Disk> disks = new LinkedHashMap<>();
        for (Map.Entry<Disk, Path> file : files.entrySet()) {
            Disk disk = file.getKey();
            disks.put(
                    disk,
                    new VmFileWriter.Disk(disk.name(), disk.format(), Files.size(file.getValue())));
        }
        Vm vm = defined.vm();
        writer.begin(
                Json.write(VmTransfer.leaving(vm, disk -> sizes.getOrDefault(disk, NOTHING))),
                List.copyOf(disks.values()));
        if (variables.isPresent()) {
            writer.variables(Files.readAllBytes(variables.get()));
        }
        for (Map.Entry<Disk, VmFileWriter.Disk> disk : disks.entrySet()) {
            Path file = files.get(disk.getKey());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                writer.disk(disk.getValue(), Content.of(channel), () -> check(defined, hangup));
            }
        }
        check(defined, hangup);
        writer.end();
    }

    private static final ByteSize NOTHING = new ByteSize(0);

    private void check(Defined defined, Hangup hangup) throws IOException {
        boolean isOff = desk.shop().board().seen(defined.id()).observed().run() instanceof Run.Off;
        boolean isBusy = !desk.workers().open(defined.id()).isEmpty();
        if (hangup.isGone() || !isOff || isBusy) {
            throw new IOException("VM " + defined.name() + " did not stay off, or nobody reads");
        }
    }
}
