package oxt.daemon.work;

import java.util.HashMap;
import java.util.Map;
import oxt.engine.Parts;
import oxt.model.ByteSize;
import oxt.model.MeasuredPart;

/** Tells in a task how far the reading of large files has come, and ends it with the task. */
final class MeasuringProgress implements Parts.Watch {
    /** Ten sentences a file. */
    private static final int PIECES = 10;

    private final Task task;
    private final Map<MeasuredPart, Long> told = new HashMap<>();

    MeasuringProgress(Task task) {
        this.task = task;
    }

    @Override
    public void read(MeasuredPart part, long bytes, long all) {
        long piece = all < PIECES ? 0 : bytes / (all / PIECES);
        if (!told.containsKey(part) || told.get(part) < piece) {
            told.put(part, piece);
            task.tell(
                    "reading " + part.words() + ": " + mebibytes(bytes) + " of " + mebibytes(all));
        }
    }

    @Override
    public boolean isOver() {
        return task.cancellation().isAsked();
    }

    private static String mebibytes(long bytes) {
        return new ByteSize(bytes).mebibytes() + "MiB";
    }
}
