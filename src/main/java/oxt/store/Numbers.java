package oxt.store;

import java.util.Optional;
import oxt.model.Problem;
import oxt.model.ProblemException;

/**
 * Small unique numbers. Each is the next free one after the last that was given, around the circle:
 * a number that was given back rests as long as possible, so that what a removed VM left behind
 * does not meet a new one.
 */
enum Numbers {
    /** User ids are made of them; as many as fit a range of user ids of 16 bits. */
    VMS("vms", 1, 65_535),

    /** Networks of four addresses are made of them; as many as 10.137.0.0/16 has. */
    NICS("nic_numbers", 0, 16_383);

    private final String table;
    private final int first;
    private final int last;

    Numbers(String table, int first, int last) {
        this.table = table;
        this.first = first;
        this.last = last;
    }

    int next(Sql sql) {
        Settings settings = new Settings(sql);
        String key = "last-number-of-" + table;
        int start = settings.find(key).flatMap(this::given).orElse(first - 1) + 1;
        int free = free(sql, start, last);
        if (free > last) {
            free = free(sql, first, start - 1);
        }
        if (free > last || isTaken(sql, free)) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "numbers-used-up",
                            "All " + (last - first + 1) + " numbers of " + table + " are in use.",
                            "Remove a VM that nobody needs."));
        }
        new SettingChanges(sql).set(key, Integer.toString(free));
        return free;
    }

    /** The number that was given last; where the text is none, the next begins anew. */
    private Optional<Integer> given(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(number -> first <= number && number <= last);
    }

    /** The first free number of a range, or the one after the range. */
    private int free(Sql sql, int from, int to) {
        int candidate = from;
        while (candidate <= to && isTaken(sql, candidate)) {
            candidate++;
        }
        return candidate > to ? last + 1 : candidate;
    }

    private boolean isTaken(Sql sql, int number) {
        return sql.call("SELECT 1 FROM " + table + " WHERE number = ?")
                .number(number)
                .first(row -> row.small(1))
                .isPresent();
    }
}
