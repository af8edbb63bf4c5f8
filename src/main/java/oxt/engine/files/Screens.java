package oxt.engine.files;

import oxt.engine.EngineException;
import oxt.model.Display;
import oxt.model.Problem;
import oxt.model.Vm;

/** Which VMs have one. */
public final class Screens {

    private Screens() {}

    /**
     * @param launched as the machine was made; its document may say something else by now
     */
    public static void require(Vm launched) throws EngineException {
        if (launched.display() == Display.OFF) {
            throw new EngineException(
                    new Problem.Conflict(
                            "vm-has-no-display",
                            "VM " + launched.name() + " has no display.",
                            "Write display: on in its document, and start it again."));
        }
    }
}
