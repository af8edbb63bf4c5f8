package oxt.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import oxt.api.NicStatus;
import oxt.api.Scalars;
import oxt.api.VmDocument;
import oxt.api.VmReply;
import oxt.api.VmState;
import oxt.api.VmSummary;
import oxt.daemon.work.Defined;
import oxt.daemon.work.Seen;
import oxt.daemon.work.Task;
import oxt.model.Ipv4Network;
import oxt.model.Nic;
import oxt.model.NicNumber;
import oxt.model.Vm;
import oxt.model.VmName;
import oxt.plan.Carrier;
import oxt.plan.Held;
import oxt.plan.Run;

/** VMs as the API shows them: from the board, without asking anybody. */
record VmReplies(Desk desk) {

    VmSummary summary(Defined defined) {
        Vm vm = defined.vm();
        Set<VmName> networks = new TreeSet<>();
        Seen seen = desk.shop().board().seen(vm.id());
        vm.nics().forEach(nic -> networks.add(through(nic, seen)));
        return new VmSummary(
                vm.id(),
                vm.name(),
                vm.role(),
                VmState.of(desk.shop().board().seen(vm.id()).observed().run()),
                activity(defined),
                vm.memory(),
                vm.processors(),
                List.copyOf(networks),
                desk.disposables().template(vm.id()).map(VmName::text).orElse(""));
    }

    VmReply whole(Defined defined) {
        return new VmReply(
                summary(defined),
                defined.generation(),
                defined.created(),
                defined.changed(),
                VmDocument.write(defined.vm()),
                nics(defined));
    }

    private String activity(Defined defined) {
        for (Task task : desk.workers().open(defined.id())) {
            if (!task.progress().state().isEnded()) {
                return Scalars.word(task.action());
            }
        }
        return desk.shop().board().mark(defined.id()).isPresent() ? "needs a person" : "";
    }

    private List<NicStatus> nics(Defined defined) {
        Seen seen = desk.shop().board().seen(defined.id());
        List<NicStatus> nics = new ArrayList<>();
        for (Nic nic : defined.vm().nics()) {
            NicNumber number = defined.nicNumbers().get(nic.name());
            if (number != null) {
                Ipv4Network link = number.link();
                nics.add(
                        new NicStatus(
                                nic.name(),
                                through(nic, seen),
                                nic.mac(),
                                link.host(2),
                                link.host(1),
                                link(nic, seen)));
            }
        }
        return nics;
    }

    /** Where its link is, which may be its spare; before there is a link, its backend. */
    private VmName through(Nic nic, Seen seen) {
        for (Held.Link link : seen.observed().held(Held.Link.class)) {
            if (link.nic().equals(nic.name())) {
                return desk.shop()
                        .board()
                        .find(link.slot().backend())
                        .map(Defined::name)
                        .orElse(nic.backend());
            }
        }
        return nic.backend();
    }

    private static NicStatus.Link link(Nic nic, Seen seen) {
        boolean runs = seen.observed().run() instanceof Run.Running;
        return runs && seen.carriers().get(nic.name()) == Carrier.UP
                ? NicStatus.Link.UP
                : NicStatus.Link.DOWN;
    }
}
