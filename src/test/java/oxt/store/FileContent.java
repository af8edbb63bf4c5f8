package oxt.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import oxt.store.SimulatedDisk.Fate;

/** A file of a simulated disk by itself, whatever it is called: what is saved, and what is not. */
final class FileContent {
    /** What disks write as a whole; many write more. */
    private static final int SECTOR = 512;

    private final Bytes saved;
    private final List<Change> unsaved = new ArrayList<>();
    private long changes;

    FileContent() {
        saved = new Bytes(new byte[0]);
    }

    /** Bytes at a place, or without bytes a new size. */
    private record Change(long offset, Optional<Bytes> bytes) {}

    void write(long offset, byte[] bytes) {
        change(new Change(offset, Optional.of(new Bytes(bytes))));
    }

    void resize(long size) {
        change(new Change(size, Optional.empty()));
    }

    private void change(Change change) {
        unsaved.add(change);
        changes++;
    }

    /** How many changes there were so far. */
    long changes() {
        return changes;
    }

    /** The first so many of all changes are on the disk. */
    void save(long count) {
        long more = count - (changes - unsaved.size());
        for (long saving = 0; saving < more; saving++) {
            saved.apply(unsaved.removeFirst());
        }
    }

    /** What is found after a power loss. */
    byte[] after(Fate fate, Random random) {
        Bytes found = new Bytes(saved.copy());
        switch (fate) {
            case ALL_LOST -> {}
            case ALL_KEPT -> unsaved.forEach(found::apply);
            case BROKEN_OFF -> breakOff(found, random);
            case SOME_WRITES ->
                    unsaved.stream().filter(_ -> random.nextBoolean()).forEach(found::apply);
            case SOME_SECTORS ->
                    unsaved.stream()
                            .flatMap(change -> sectors(change).stream())
                            .filter(_ -> random.nextBoolean())
                            .forEach(found::apply);
        }
        return found.copy();
    }

    private void breakOff(Bytes found, Random random) {
        int whole = random.nextInt(unsaved.size() + 1);
        unsaved.subList(0, whole).forEach(found::apply);
        if (whole < unsaved.size()) {
            List<Change> sectors = sectors(unsaved.get(whole));
            sectors.subList(0, random.nextInt(sectors.size() + 1)).forEach(found::apply);
        }
    }

    /** The same change in parts, each within one sector of the disk. */
    private static List<Change> sectors(Change change) {
        if (change.bytes.isEmpty()) {
            return List.of(change);
        }
        byte[] all = change.bytes.get().copy();
        List<Change> parts = new ArrayList<>();
        int begin = 0;
        while (begin < all.length) {
            long at = change.offset + begin;
            int end = Math.min(all.length, begin + SECTOR - Math.toIntExact(at % SECTOR));
            parts.add(new Change(at, Optional.of(new Bytes(Arrays.copyOfRange(all, begin, end)))));
            begin = end;
        }
        return parts;
    }

    /** Bytes that grow. */
    private static final class Bytes {
        private byte[] array;
        private int length;

        Bytes(byte[] array) {
            this.array = array;
            this.length = array.length;
        }

        byte[] copy() {
            return Arrays.copyOf(array, length);
        }

        void apply(Change change) {
            int at = Math.toIntExact(change.offset);
            if (change.bytes.isEmpty()) {
                resize(at);
                return;
            }
            Bytes written = change.bytes.get();
            if (at + written.length > length) {
                resize(at + written.length);
            }
            System.arraycopy(written.array, 0, array, at, written.length);
        }

        private void resize(int size) {
            if (size > array.length) {
                array = Arrays.copyOf(array, Math.max(size, array.length * 2));
            }
            if (size < length) {
                Arrays.fill(array, size, length, (byte) 0);
            }
            length = size;
        }
    }
}
