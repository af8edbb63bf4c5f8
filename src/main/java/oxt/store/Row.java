package oxt.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The row of a result that is being read; columns count from 1. */
final class Row {
    private final Sql sql;
    private final ResultSet rows;

    Row(Sql sql, ResultSet rows) {
        this.sql = sql;
        this.rows = rows;
    }

    String text(int column) {
        return maybeText(column)
                .orElseThrow(() -> new AssertionError("column " + column + " is null"));
    }

    Optional<String> maybeText(int column) {
        try {
            return Optional.ofNullable(rows.getString(column));
        } catch (SQLException cause) {
            throw sql.problem(cause);
        }
    }

    long number(int column) {
        try {
            return rows.getLong(column);
        } catch (SQLException cause) {
            throw sql.problem(cause);
        }
    }

    int small(int column) {
        return Math.toIntExact(number(column));
    }

    Instant instant(int column) {
        return Micros.instant(number(column));
    }

    Optional<Instant> maybeInstant(int column) {
        try {
            long micros = rows.getLong(column);
            return rows.wasNull() ? Optional.empty() : Optional.of(Micros.instant(micros));
        } catch (SQLException cause) {
            throw sql.problem(cause);
        }
    }

    byte[] bytes(int column) {
        try {
            return rows.getBytes(column);
        } catch (SQLException cause) {
            throw sql.problem(cause);
        }
    }
}
