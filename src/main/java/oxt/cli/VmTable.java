package oxt.cli;

import java.util.List;
import java.util.Locale;
import oxt.api.ForeignVm;
import oxt.api.VmList;
import oxt.api.VmState;
import oxt.api.VmSummary;
import oxt.model.VmName;

/** VMs as people read them. */
final class VmTable {
    private VmTable() {}

    static void print(VmList list, Output out) {
        Table table = Table.of("NAME", "ROLE", "STATE", "MEMORY", "CPUS", "NETWORK");
        for (VmSummary vm : list.vms()) {
            table.row(
                    Table.Cell.of(vm.name().text()),
                    Table.Cell.of(role(vm)),
                    state(vm),
                    Table.Cell.of(Readable.size(vm.memory())),
                    Table.Cell.of(Integer.toString(vm.processors())),
                    Table.Cell.of(networks(vm.networks())));
        }
        for (ForeignVm vm : list.foreign()) {
            table.row(
                    Table.Cell.of(vm.name()),
                    new Table.Cell("foreign", Style.DIM),
                    new Table.Cell(word(vm.state()), style(vm.state())),
                    Table.Cell.of(Readable.size(vm.memory())),
                    Table.Cell.of(""),
                    Table.Cell.of(""));
        }
        table.print(out);
    }

    /** What it is for. */
    static String role(VmSummary vm) {
        return vm.disposableOf().isEmpty() ? word(vm.role()) : "disposable of " + vm.disposableOf();
    }

    private static Table.Cell state(VmSummary vm) {
        return new Table.Cell(stateWords(vm), style(vm.state()));
    }

    /** With what is being done to it: {@code off, starting}. */
    static String stateWords(VmSummary vm) {
        String state = word(vm.state());
        return vm.activity().isEmpty() ? state : state + ", " + Verb.present(vm.activity());
    }

    static Style style(VmState state) {
        return switch (state) {
            case OFF -> Style.DIM;
            case CREATED, PAUSED, SAVED -> Style.YELLOW;
            case RUNNING -> Style.GREEN;
            case UNREACHABLE -> Style.RED;
        };
    }

    /** As documents write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String networks(List<VmName> names) {
        return String.join(", ", names.stream().map(VmName::text).distinct().toList());
    }
}
