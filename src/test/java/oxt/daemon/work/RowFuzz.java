package oxt.daemon.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import oxt.made.Vms;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.store.JournalledPlan;
import oxt.store.Snapshot;
import oxt.store.Store;
import oxt.store.StoredVm;

/** Rows of the store that something else than this version of oxt may have written. */
public final class RowFuzz {
    private static final String ID = "0b5c1f70-5a3c-4f0e-9d51-3a51a1f1c0de";
    private static final String DOCUMENT = "{\"name\":\"work\",\"memory\":\"256MiB\",\"nics\":[]}";

    /** Each table's columns as we write them; an input replaces the first ones. */
    private static final Map<String, List<String>> ROWS =
            Map.of(
                    "vms", List.of("t" + ID, "twork", "i1", "t" + DOCUMENT, "i1", "i5", "i5"),
                    "nic_numbers", List.of("t" + ID, "tlan", "i1"),
                    "plans",
                            List.of(
                                    "i1", "t" + ID, "tstart", "t{}", "i0", "troot", "i5", "n", "n",
                                    "t"),
                    "steps", List.of("i1", "i0", "tresume", "tbegun", "i5", "i5"),
                    "events", List.of("i1", "i5", "tvm-state", "twork", "t{}"),
                    "audit",
                            List.of(
                                    "i1",
                                    "i5",
                                    "i0",
                                    "troot",
                                    "tstart",
                                    "twork",
                                    "t{}",
                                    "tdone",
                                    "b" + "0".repeat(32),
                                    "b" + "0".repeat(32)),
                    "settings", List.of("tlast-number-of-vms", "t7"));

    private static final List<String> ORDER =
            List.of("vms", "nic_numbers", "plans", "steps", "events", "audit", "settings");

    private static @Nullable RowFuzz one;

    private final Store store;
    private final Connection raw;

    private RowFuzz(Path file) throws SQLException {
        store = Store.open(file, InstantSource.system());
        raw = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = raw.createStatement()) {
            statement.execute("PRAGMA synchronous=OFF");
        }
        raw.setAutoCommit(false);
    }

    /** A line with a table's name, then a line for each column: i, t, b or n, and its value. */
    public static void row(byte[] bytes) throws IOException, SQLException {
        RowFuzz fuzz = one;
        if (fuzz == null) {
            fuzz = new RowFuzz(Files.createTempDirectory("oxt").resolve("oxt.db"));
            one = fuzz;
        }
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (ROWS.containsKey(lines[0]) && fuzz.write(lines)) {
            fuzz.read();
        }
    }

    /** Says whether SQLite took it. */
    private boolean write(String[] lines) throws SQLException {
        for (String table : ORDER.reversed()) {
            try (Statement statement = raw.createStatement()) {
                statement.execute("DELETE FROM " + table);
            }
        }
        try {
            for (String table : ORDER) {
                insert(table, table.equals(lines[0]) ? lines : new String[1]);
            }
            raw.commit();
            return true;
        } catch (SQLException notOfThisKind) {
            try {
                raw.rollback();
            } catch (SQLException _) {
                // SQLite has done so already, where the row was too large for one.
            }
            return false;
        }
    }

    private void insert(String table, String[] lines) throws SQLException {
        List<String> usual = ROWS.getOrDefault(table, List.of());
        String marks = "?, ".repeat(usual.size() - 1) + "?";
        try (PreparedStatement statement =
                raw.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
            for (int column = 1; column <= usual.size(); column++) {
                boolean given = column < lines.length && !lines[column].isEmpty();
                fill(statement, column, given ? lines[column] : usual.get(column - 1));
            }
            statement.executeUpdate();
        }
    }

    private static void fill(PreparedStatement statement, int column, String value)
            throws SQLException {
        String text = value.substring(1);
        switch (value.charAt(0)) {
            case 'i' -> statement.setLong(column, number(text));
            case 'b' -> statement.setBytes(column, text.getBytes(StandardCharsets.ISO_8859_1));
            case 'n' -> statement.setNull(column, 0);
            default -> statement.setString(column, text);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    private void read() {
        attempt(now -> now.journal().unfinished().stream().map(RowFuzz::begun).toList());
        attempt(now -> now.vms().all().stream().map(vm -> defined(now, vm)).toList());
        attempt(now -> now.events().after(0, 10));
        attempt(now -> now.audit().newest(10));
        attempt(now -> now.audit().verify());
        store.apply(
                change -> {
                    attempt(_ -> change.vms().nextNumber());
                    attempt(_ -> change.audit());
                });
    }

    private interface Question {
        Object ask(Snapshot now);
    }

    /** A problem is an answer; anything else thrown is a find. */
    private void attempt(Question question) {
        try {
            Object _ = store.read(question::ask);
        } catch (ProblemException named) {
            String code = named.problems().getFirst().code();
            assertEquals(false, code.equals("bug"), code);
        }
    }

    private static Object begun(JournalledPlan plan) {
        Object _ = Recovery.begun(plan, Optional.of(Vms.work()));
        return Recovery.begun(plan, Optional.empty());
    }

    private static Vm defined(Snapshot now, StoredVm stored) {
        Object _ = now.vms().nicNumbers(stored.id());
        Vm vm = Defined.of(stored, Map.of()).vm();
        assertEquals(
                vm,
                Defined.of(
                                new StoredVm(
                                        stored.id(),
                                        stored.name(),
                                        stored.number(),
                                        Defined.document(vm),
                                        stored.generation(),
                                        stored.created(),
                                        stored.changed()),
                                Map.of())
                        .vm());
        return vm;
    }
}
