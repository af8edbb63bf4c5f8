package oxt.cli;

import oxt.api.Action;

/** What is done to a VM or an image, in the forms that sentences need. */
final class Verb {
    private Verb() {}

    /** Of an action as the API writes it; of one that this program does not know, just that. */
    static String present(String word) {
        for (Action action : Action.values()) {
            if (VmTable.word(action).equals(word)) {
                return present(action);
            }
        }
        return word;
    }

    /** work: starting. */
    static String present(Action action) {
        return switch (action) {
            case CREATE -> "creating";
            case CHANGE -> "changing";
            case REMOVE -> "removing";
            case START -> "starting";
            case STOP -> "stopping";
            case KILL -> "killing";
            case REBOOT -> "rebooting";
            case RESET -> "resetting";
            case PAUSE -> "pausing";
            case RESUME -> "resuming";
            case SAVE -> "saving";
            case DISCARD -> "discarding its saved state";
            case SNAPSHOT -> "taking a snapshot";
            case REVERT -> "reverting";
            case FORGET -> "removing a snapshot";
            case MEASURE -> "measuring";
            case ACCEPT -> "accepting its files";
            case TIDY -> "tidying up";
            case RELINK -> "linking";
            case SERVE -> "configuring its network";
            case BUILD -> "building";
            case IMPORT -> "importing";
        };
    }

    /** work: started. */
    static String past(Action action) {
        return switch (action) {
            case CREATE -> "created";
            case CHANGE -> "changed";
            case REMOVE -> "removed";
            case START -> "started";
            case STOP -> "stopped";
            case KILL -> "killed";
            case REBOOT -> "rebooted";
            case RESET -> "reset";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case SAVE -> "saved";
            case DISCARD -> "saved state discarded";
            case SNAPSHOT -> "snapshot taken";
            case REVERT -> "reverted";
            case FORGET -> "snapshot removed";
            case MEASURE -> "measured";
            case ACCEPT -> "files accepted";
            case TIDY -> "tidied up";
            case RELINK -> "linked";
            case SERVE -> "network configured";
            case BUILD -> "built";
            case IMPORT -> "imported";
        };
    }
}
