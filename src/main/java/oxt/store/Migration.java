package oxt.store;

/** One step from a version of the tables to the next, and its way back; both are SQL. */
record Migration(int version, String up, String down) {
    Migration {
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
    }
}
