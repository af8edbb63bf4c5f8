package oxt.cli;

import java.util.List;
import oxt.api.NicStatus;
import oxt.api.VmDocument;
import oxt.api.VmReply;
import oxt.api.VmSummary;
import oxt.model.Boot;
import oxt.model.Disk;
import oxt.model.DiskSource;
import oxt.model.Vm;

/** One VM as people read it. */
final class VmPage {
    private VmPage() {}

    static void print(VmReply reply, Output out) {
        VmSummary summary = reply.summary();
        Vm vm = VmDocument.read(reply.document(), summary.id()).orThrow();
        Table pairs = Table.ofPairs();
        pairs.pair("name", vm.name().text())
                .row(
                        new Table.Cell("state", Style.DIM),
                        new Table.Cell(VmTable.stateWords(summary), VmTable.style(summary.state())))
                .pair("role", VmTable.role(summary))
                .pair("memory", vm.memory().toString())
                .pair("processors", Integer.toString(vm.processors()))
                .pair("boot", boot(vm.boot()))
                .pair("display", VmTable.word(vm.display()))
                .pair("created", LocalTime.text(reply.created()))
                .pair(
                        "changed",
                        LocalTime.text(reply.changed()) + ", generation " + reply.generation())
                .pair("id", summary.id().toString());
        measured(vm, pairs);
        pairs.print(out);
        disks(vm.disks(), out);
        nics(reply.nics(), out);
    }

    /** Of a measured VM, and what of it is not. */
    private static void measured(Vm vm, Table pairs) {
        if (!vm.measured().isDemanded()) {
            return;
        }
        pairs.pair("measured", "it starts only from what was accepted");
        vm.unmeasured().forEach((path, why) -> pairs.pair("not measured", path + ": " + why));
    }

    private static String boot(Boot boot) {
        return switch (boot) {
            case Boot.DirectKernel(var image, _) -> "kernel of image " + image;
            case Boot.Bios _ -> "BIOS";
            case Boot.Uefi _ -> "UEFI";
        };
    }

    private static void disks(List<Disk> disks, Output out) {
        if (disks.isEmpty()) {
            return;
        }
        out.print("\n");
        Table table = Table.of("DISK", "MODE", "FORMAT", "FROM");
        for (Disk disk : disks) {
            table.row(
                    Table.Cell.of(disk.name().toString()),
                    Table.Cell.of(VmTable.word(disk.mode())),
                    Table.Cell.of(VmTable.word(disk.format())),
                    Table.Cell.of(source(disk.source())));
        }
        table.print(out);
    }

    private static String source(DiskSource source) {
        return switch (source) {
            case DiskSource.FromImage(var image, var least) ->
                    "image " + image + (least.bytes() == 0 ? "" : ", at least " + least);
            case DiskSource.Blank(var size) -> "blank, " + size;
            case DiskSource.InDomain(var backend, var device) -> device + " of " + backend;
        };
    }

    private static void nics(List<NicStatus> nics, Output out) {
        if (nics.isEmpty()) {
            return;
        }
        out.print("\n");
        Table table = Table.of("NIC", "THROUGH", "LINK", "ADDRESS", "GATEWAY", "MAC");
        for (NicStatus nic : nics) {
            table.row(
                    Table.Cell.of(nic.name().toString()),
                    Table.Cell.of(nic.backend().text()),
                    link(nic.link()),
                    Table.Cell.of(nic.address()),
                    Table.Cell.of(nic.gateway()),
                    Table.Cell.of(nic.mac().toString()));
        }
        table.print(out);
    }

    private static Table.Cell link(NicStatus.Link link) {
        return switch (link) {
            case UP -> new Table.Cell("up", Style.GREEN);
            case DOWN -> new Table.Cell("down", Style.DIM);
        };
    }
}
