package oxt.plan;

import java.util.ArrayList;
import java.util.List;
import oxt.model.Vm;

/**
 * Plans what brings a VM to a proper off: no process, and nothing of a run left. Of one that has a
 * saved state it leaves what a start needs to go on from that.
 */
public final class TidyPlanner {
    private TidyPlanner() {}

    /** A plan without steps where the VM is properly off. */
    public static Plan plan(Vm vm, Observed observed) {
        return Plan.of("tidy " + vm.name(), steps(observed));
    }

    static List<Step> steps(Observed observed) {
        List<Step> steps = new ArrayList<>();
        if (!observed.isWithoutMachine() || observed.holds(new Held.DeviceModel())) {
            steps.add(new Step.StopDeviceModel(observed.vm()));
        }
        steps.addAll(release(observed));
        return steps;
    }

    /** What is left when the process is gone, in the opposite order of a start. */
    static List<Step> release(Observed observed) {
        List<Step> steps = new ArrayList<>();
        for (Held.Link link : observed.held(Held.Link.class)) {
            steps.add(new Step.UnplugLink(observed.vm(), link.nic(), link.slot()));
        }
        if (!observed.isSaved()) {
            for (Held.Overlay overlay : observed.held(Held.Overlay.class)) {
                steps.add(new Step.RemoveOverlay(observed.vm(), overlay.disk()));
            }
        }
        if (observed.holds(new Held.RunFolder())) {
            steps.add(new Step.RemoveRunFolder(observed.vm()));
        }
        return steps;
    }
}
