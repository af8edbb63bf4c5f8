package oxt.plan;

import oxt.model.Problem;
import oxt.model.VmName;

/** Refusals of measured VMs as problems. */
final class MeasuredRefusalText {
    private MeasuredRefusalText() {}

    static Problem of(Refusal.OfMeasured refusal) {
        return switch (refusal) {
            case Refusal.OfMeasured.Differs(var vm, var part, var file, var was, var is) ->
                    new Problem.Denied(
                            "measured-file-differs",
                            "The "
                                    + part.words()
                                    + " of measured VM "
                                    + vm
                                    + " is not what was accepted: "
                                    + file
                                    + " is "
                                    + is
                                    + ", and "
                                    + was
                                    + " was accepted.",
                            "Put the accepted file back; where the change is yours, " + accept(vm));
            case Refusal.OfMeasured.NotAccepted(var vm, var part, var file, var is) ->
                    new Problem.Denied(
                            "measured-file-not-accepted",
                            "Nobody has accepted the "
                                    + part.words()
                                    + " of measured VM "
                                    + vm
                                    + ": "
                                    + file
                                    + " is "
                                    + is
                                    + ".",
                            "Where that is what it should be, " + accept(vm));
            case Refusal.OfMeasured.IsGone(var vm, var part) ->
                    new Problem.Denied(
                            "measured-part-gone",
                            "Measured VM "
                                    + vm
                                    + " has no "
                                    + part.words()
                                    + " here that could be measured.",
                            "Put it back; where it is meant to be gone, " + accept(vm));
            case Refusal.OfMeasured.Unusable(var vm, var part, var file, var why, var remedy) ->
                    new Problem.Conflict(
                            "cannot-measure",
                            "The "
                                    + part.words()
                                    + " of measured VM "
                                    + vm
                                    + " cannot be measured: "
                                    + file
                                    + " "
                                    + why
                                    + ".",
                            remedy);
            case Refusal.OfMeasured.NotMeasured(var vm) ->
                    new Problem.Conflict(
                            "not-measured",
                            "VM " + vm + " became a measured one while this was planned.",
                            "Ask again.");
        };
    }

    private static String accept(VmName vm) {
        return "accept it: oxt vm measure " + vm + " --accept";
    }
}
