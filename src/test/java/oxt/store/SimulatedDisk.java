package oxt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk that knows what a power loss may take.
 *
 * <p>A sync of a file saves what was written to it before the sync began. Of what was written after
 * that anything may be there: nothing, all, some writes, some sectors of them. A sync of a folder
 * saves the names in it, and nothing else does: a file that was synced has its bytes but not for
 * that a name. Of other changes of names the first so many are there, as file systems with a
 * journal keep them.
 */
final class SimulatedDisk {

    /** What becomes of what no sync has saved. */
    enum Fate {
        ALL_LOST,
        ALL_KEPT,
        /** The first so many writes are there, the next one perhaps in part. */
        BROKEN_OFF,
        SOME_WRITES,
        SOME_SECTORS
    }

    /** What a name leads to. */
    private sealed interface Entry {
        record Folder() implements Entry {}

        record File(FileContent content) implements Entry {}

        record Nothing() implements Entry {}
    }

    /** In one folder, at one moment. */
    private record Naming(Map<Path, Entry> names) {}

    /**
     * A sync under way: of a folder's names or a file's changes, so many of all that there were.
     */
    private record Sync(Path path, Entry entry, long count) {}

    private final Path root;
    private final Map<Path, Entry> names = new HashMap<>();
    private final Map<Path, Entry> savedNames = new HashMap<>();
    private final List<Naming> unsavedNames = new ArrayList<>();
    private final Map<Integer, Sync> syncs = new HashMap<>();

    /** With an empty folder that is saved. */
    SimulatedDisk(Path root) {
        this.root = root;
        names.put(root, new Entry.Folder());
        savedNames.put(root, new Entry.Folder());
    }

    void take(DiskEvent event) {
        switch (event) {
            case DiskEvent.MakeFolder(var folder) -> name(Map.of(folder, new Entry.Folder()));
            case DiskEvent.Open(var file) -> {
                if (!(entry(file) instanceof Entry.File)) {
                    name(Map.of(file, new Entry.File(new FileContent())));
                }
            }
            case DiskEvent.Write(var file, var offset, var bytes) ->
                    content(file).write(offset, bytes);
            case DiskEvent.Resize(var file, var size) -> content(file).resize(size);
            case DiskEvent.SyncBegun(var thread, var path) -> syncs.put(thread, sync(path));
            case DiskEvent.SyncDone(var thread) -> saved(syncs.remove(thread));
            case DiskEvent.Rename(var from, var to) ->
                    name(Map.of(from, new Entry.Nothing(), to, entry(from)));
            case DiskEvent.Remove(var file) -> name(Map.of(file, new Entry.Nothing()));
            case DiskEvent.Say _ -> {}
        }
    }

    private void name(Map<Path, Entry> change) {
        names.putAll(change);
        unsavedNames.add(new Naming(change));
    }

    private Entry entry(Path path) {
        return names.getOrDefault(path, new Entry.Nothing());
    }

    private FileContent content(Path file) {
        if (entry(file) instanceof Entry.File(var content)) {
            return content;
        }
        throw new AssertionError("written without being there: " + file);
    }

    private Sync sync(Path path) {
        Entry entry = entry(path);
        return switch (entry) {
            case Entry.File(var content) -> new Sync(path, entry, content.changes());
            case Entry.Folder _ -> new Sync(path, entry, unsavedNames.size());
            case Entry.Nothing _ -> throw new AssertionError("synced without being there: " + path);
        };
    }

    private void saved(Sync sync) {
        switch (sync.entry()) {
            case Entry.File(var content) -> content.save(sync.count());
            case Entry.Folder _ -> {
                List<Naming> saved = new ArrayList<>();
                for (Naming naming : unsavedNames.subList(0, Math.toIntExact(sync.count()))) {
                    if (isIn(naming, sync.path())) {
                        saved.add(naming);
                    }
                }
                saved.forEach(naming -> savedNames.putAll(naming.names()));
                unsavedNames.removeAll(saved);
            }
            case Entry.Nothing _ -> throw new AssertionError(sync);
        }
    }

    private static boolean isIn(Naming naming, Path folder) {
        return naming.names().keySet().stream().allMatch(path -> folder.equals(path.getParent()));
    }

    /** Makes the files that are found when the power is back, below another folder. */
    void lose(Fate fate, Random random, Path target) throws IOException {
        Map<Path, Entry> found = new TreeMap<>(savedNames);
        unsavedNames.subList(0, kept(fate, random)).forEach(naming -> found.putAll(naming.names()));
        for (Map.Entry<Path, Entry> named : found.entrySet()) {
            Path place = target.resolve(root.relativize(named.getKey()));
            boolean reachable = place.equals(target) || Files.isDirectory(place.getParent());
            switch (named.getValue()) {
                case Entry.Folder _ when reachable -> Files.createDirectories(place);
                case Entry.File(var content) when reachable ->
                        Files.write(place, content.after(fate, random));
                case Entry.Folder _, Entry.File _, Entry.Nothing _ -> {}
            }
        }
    }

    private int kept(Fate fate, Random random) {
        return switch (fate) {
            case ALL_LOST -> 0;
            case ALL_KEPT -> unsavedNames.size();
            case BROKEN_OFF, SOME_WRITES, SOME_SECTORS -> random.nextInt(unsavedNames.size() + 1);
        };
    }
}
