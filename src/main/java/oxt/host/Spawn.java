package oxt.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A program to be started so that it outlives this one: in a session of its own, with none of our
 * files open.
 *
 * <p>Java's own way would take four programs one after the other ({@code jspawnhelper}, {@code
 * setsid}, {@code setpriv}, then the program), and each costs one to three milliseconds of a VM's
 * start. See docs/adr/0009.
 *
 * @param environment as {@code NAME=VALUE}; all that the program gets
 * @param input what the program reads
 * @param output where to what it says is appended
 * @param opened what it finds open for reading and writing as descriptor 3, if anything
 */
public record Spawn(
        List<String> command,
        List<String> environment,
        Path input,
        Path output,
        List<Path> opened,
        Rights rights) {

    public Spawn {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        opened = List.copyOf(opened);
        if (opened.size() > 1) {
            // One copied to its place could take the place of the next.
            throw new IllegalArgumentException("more than one file: " + opened);
        }
    }

    /** What the program may do; in any case nothing ever gives it more. */
    public sealed interface Rights {
        /** What we may. */
        record Ours() implements Rights {}

        /** What any user may: no capabilities. Only root can give these. */
        record Of(int userId, int groupId, List<Integer> groups, Network network)
                implements Rights {
            public Of {
                groups = List.copyOf(groups);
            }
        }
    }

    /** What a program can reach. */
    public enum Network {
        OURS,
        /** Nothing, nor anybody's System V IPC; {@link #canBeLeft} says whether we can do that. */
        NONE
    }

    /**
     * Tries whether we may give a program {@link Network#NONE}: with CAP_SYS_ADMIN, and where no
     * service's limits forbid it.
     */
    public static boolean canBeLeft() {
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        Thread.ofPlatform().name("leave network").daemon().start(() -> left.complete(leave()));
        return left.join();
    }

    private static boolean leave() {
        try (Arena arena = Arena.ofConfined()) {
            new SystemCalls(arena).leaveNetwork();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Finds the functions that a start needs, which takes longer than all else the first time. */
    public static void prepare() {
        try (Arena arena = Arena.ofConfined()) {
            PosixSpawn.prepare();
            new SystemCalls(arena).prepare();
        }
    }

    /** Returns when the program has begun; where it cannot, the exception says why. */
    public Child start() throws IOException {
        CompletableFuture<Integer> started = new CompletableFuture<>();
        // A thread that has given up its rights cannot have them back, so nothing else may ever
        // run on it: not a pool's, not a carrier of virtual threads.
        Thread.ofPlatform()
                .name("spawn " + command.getFirst())
                .daemon()
                .start(() -> complete(started));
        try {
            // Not interruptible: whoever asked must know of the child to be able to end it.
            int pid = started.join();
            // Not there: a thread begun by one that gave up its rights would stay without them, and
            // a VM's process may end threads of its own user, and us with them.
            return Child.of(pid);
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw e;
        }
    }

    private void complete(CompletableFuture<Integer> started) {
        try (Arena arena = Arena.ofConfined()) {
            started.complete(spawn(arena, new SystemCalls(arena)));
        } catch (IOException | RuntimeException | Error e) {
            started.completeExceptionally(e);
        }
    }

    private int spawn(Arena arena, SystemCalls calls) throws IOException {
        // With our rights still: the program's own may not suffice to open them.
        List<Integer> descriptors = new ArrayList<>();
        try {
            descriptors.add(calls.openToRead(input));
            int out = calls.openToAppend(output);
            descriptors.addAll(List.of(out, out));
            for (Path file : opened) {
                descriptors.add(calls.openToChange(file));
            }
            switch (rights) {
                case Rights.Ours _ -> {}
                case Rights.Of user -> {
                    switch (user.network()) {
                        case OURS -> {}
                        case NONE -> calls.leaveNetwork();
                    }
                    calls.become(user);
                }
            }
            calls.renounceNewPrivileges();
            return PosixSpawn.start(arena, command, environment, descriptors);
        } finally {
            new HashSet<>(descriptors).forEach(calls::close);
        }
    }
}
