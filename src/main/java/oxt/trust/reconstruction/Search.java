package oxt.trust.reconstruction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import oxt.trust.Bytes;
import oxt.trust.HashAlgorithm;
import oxt.trust.reconstruction.EventLogWriter.Entry;

/**
 * Tries entries in every order until a register's value comes out.
 *
 * @param goal the register's value
 * @param frame entries that a boot may have once each, wherever
 * @param choices entries of which a boot has a few, among all that are thinkable
 */
record Search(HashAlgorithm bank, Bytes goal, List<Entry> frame, List<Entry> choices) {

    /**
     * Nothing where no order leads there.
     *
     * @param first the entries that all boots begin with
     * @param most of the choices
     */
    Optional<List<Entry>> behind(List<Entry> first, int most) {
        Bytes value = Bytes.filled(0, bank.size());
        Deque<Entry> path = new ArrayDeque<>();
        for (Entry entry : first) {
            value = bank.extend(value, entry.digest(bank));
            path.addLast(entry);
        }
        return isFound(value, 0, most, path) ? Optional.of(List.copyOf(path)) : Optional.empty();
    }

    /**
     * @param used a bit for each entry of the frame
     */
    private boolean isFound(Bytes value, int used, int most, Deque<Entry> path) {
        if (value.equals(goal)) {
            return true;
        }
        for (int index = 0; index < frame.size(); index++) {
            int bit = 1 << index;
            if ((used & bit) == 0 && isBehind(frame.get(index), value, used | bit, most, path)) {
                return true;
            }
        }
        if (most > 0) {
            for (Entry choice : choices) {
                if (isBehind(choice, value, used, most - 1, path)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isBehind(Entry entry, Bytes value, int used, int most, Deque<Entry> path) {
        path.addLast(entry);
        if (isFound(bank.extend(value, entry.digest(bank)), used, most, path)) {
            return true;
        }
        path.removeLast();
        return false;
    }
}
