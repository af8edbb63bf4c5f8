package oxt.daemon;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import oxt.api.Finding;
import oxt.api.HostReply;
import oxt.daemon.work.HostFacts;
import oxt.daemon.work.ImageShelf;
import oxt.engine.Engine;

/**
 * An engine and what goes with it.
 *
 * @param name with its version
 * @param accelerators what could run guest code, and what does
 * @param findings what the engine needs of this machine
 * @param settling what a guest has still to do when its agent answers
 */
record Machinery(
        Engine engine,
        HostFacts host,
        ImageShelf images,
        Supplier<String> name,
        Supplier<List<HostReply.Accelerator>> accelerators,
        Supplier<List<Finding>> findings,
        Duration settling) {}
