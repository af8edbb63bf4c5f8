package oxt.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** One statement being filled in, then run. */
final class SqlCall {
    private final Sql sql;
    private final String text;
    private final PreparedStatement statement;
    private int filled;

    SqlCall(Sql sql, String text, PreparedStatement statement) {
        this.sql = sql;
        this.text = text;
        this.statement = statement;
    }

    SqlCall text(String value) {
        try {
            statement.setString(++filled, value);
            return this;
        } catch (SQLException cause) {
            throw sql.problem(text, cause);
        }
    }

    SqlCall number(long value) {
        try {
            statement.setLong(++filled, value);
            return this;
        } catch (SQLException cause) {
            throw sql.problem(text, cause);
        }
    }

    SqlCall instant(Instant value) {
        return number(Micros.of(value));
    }

    SqlCall bytes(byte[] value) {
        try {
            statement.setBytes(++filled, value);
            return this;
        } catch (SQLException cause) {
            throw sql.problem(text, cause);
        }
    }

    /** Runs a statement without rows and answers how many rows it changed. */
    int run() {
        try {
            return statement.executeUpdate();
        } catch (SQLException cause) {
            throw sql.problem(text, cause);
        }
    }

    <T> Optional<T> first(Function<Row, T> reading) {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reading.apply(new Row(sql, rows))) : Optional.empty();
        } catch (SQLException cause) {
            throw sql.problem(text, cause);
        }
    }

    <T> List<T> all(Function<Row, T> reading) {
        List<T> found = new ArrayList<>();
        whilst(row -> found.add(reading.apply(row)));
        return List.copyOf(found);
    }

    /** Goes through the rows one by one until one is answered with false. */
    void whilst(Predicate<Row> reading) {
        try (ResultSet rows = statement.executeQuery()) {
            Row row = new Row(sql, rows);
            while (rows.next()) {
                if (!reading.test(row)) {
                    return;
                }
            }
        } catch (SQLException cause) {
            throw sql.problem(text, cause);
        }
    }
}
