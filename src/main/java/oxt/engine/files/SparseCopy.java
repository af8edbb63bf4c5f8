package oxt.engine.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import oxt.engine.EngineException;

/** Copies of large files that share what the file system can share, with holes for zeros. */
public final class SparseCopy {
    /** As the step's own deadline, which comes first. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private SparseCopy() {}

    public static void make(Programs programs, Path from, Path to)
            throws EngineException, InterruptedException {
        Programs.run(
                List.of(
                        programs.require("cp", "coreutils").toString(),
                        "--reflink=auto",
                        "--sparse=always",
                        "--",
                        from.toString(),
                        to.toString()),
                PATIENCE);
    }
}
