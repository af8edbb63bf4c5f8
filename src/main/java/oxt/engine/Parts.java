package oxt.engine;

import java.util.List;
import java.util.SortedMap;
import oxt.model.MeasuredPart;
import oxt.model.Problem;
import oxt.model.Vm;
import oxt.plan.FileStamp;
import oxt.plan.Measurement;

/** What a VM would begin from now, part by part, as far as that is files of this host. */
public interface Parts {

    /** Somebody who waits for a long look. */
    interface Watch {
        /** How much of a part's file was read. */
        void read(MeasuredPart part, long bytes, long all);

        /** Nobody waits any more. */
        boolean isOver();
    }

    /**
     * Every part there is; an {@link InterruptedException} where nobody waits for it any more.
     *
     * @param vm of a saved VM what was launched
     */
    SortedMap<MeasuredPart, Measurement> measure(Vm vm, Watch watch)
            throws EngineException, InterruptedException;

    /** What hinders it and does not keep it from its work. */
    List<Problem> flaws();

    /** Throws where a part is not that file any more, or was touched. */
    void confirm(Vm vm, SortedMap<MeasuredPart, FileStamp> stamps)
            throws EngineException, InterruptedException;
}
