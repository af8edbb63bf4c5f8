package oxt.engine.xen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import oxt.engine.EngineException;
import oxt.engine.files.Programs;
import oxt.model.Problem;

/** Xen's own tool, run to its end; what goes wrong is one sentence of what it said. */
final class Xl {
    static final String PROGRAM = "xl";
    static final String PACKAGE = "xen-system-amd64";

    private final Programs programs;

    Xl(Programs programs) {
        this.programs = programs;
    }

    /** What it said. */
    String run(Duration patience, String... words) throws EngineException, InterruptedException {
        Programs.Ended ended = attempt(patience, words);
        require(ended, words);
        return ended.said();
    }

    /** That it did what it was told with these words. */
    static void require(Programs.Ended ended, String... words) throws EngineException {
        if (ended.status() != 0) {
            throw new EngineException(
                    new Problem.Failed(
                            "xl-failed",
                            "Xen did not do \"xl "
                                    + words[0]
                                    + "\": "
                                    + XlWords.reason(ended.said()),
                            "Put right what Xen names; its logs are in /var/log/xen."));
        }
    }

    /** Whatever became of it. */
    Programs.Ended attempt(Duration patience, String... words)
            throws EngineException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(programs.require(PROGRAM, PACKAGE).toString());
        command.addAll(List.of(words));
        return Programs.attempt(command, patience);
    }
}
