package oxt.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import oxt.model.Names;
import oxt.model.ProblemException;
import oxt.model.VmId;

/** The row of a result that is being read; columns count from 1. */
final class Row {
    private final Sql sql;
    private final ResultSet rows;

    Row(Sql sql, ResultSet rows) {
        this.sql = sql;
        this.rows = rows;
    }

    String text(int column) {
        return parsed(maybeText(column));
    }

    /** What a text says; where it says nothing that we write, the store is damaged. */
    <T> T text(int column, Function<String, Optional<T>> parse) {
        return parsed(parse.apply(text(column)));
    }

    VmId vmId(int column) {
        return text(column, VmId::parse);
    }

    /** A name, of whatever has one. */
    <T> T name(int column, Function<String, T> make) {
        return text(column, text -> Optional.of(text).filter(Names::isName).map(make));
    }

    private <T> T parsed(Optional<T> value) {
        return value.orElseThrow(() -> new ProblemException(StoreProblems.damaged(sql.file())));
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
        long number = number(column);
        return parsed(Optional.of((int) number).filter(small -> small == number));
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
