package oxt.store;

import java.util.Optional;

/** Small things that the daemon remembers, each under a key of lower-case words with dashes. */
public final class Settings {
    private final Sql sql;

    Settings(Sql sql) {
        this.sql = sql;
    }

    public Optional<String> find(String key) {
        return sql.call("SELECT value FROM settings WHERE key = ?")
                .text(key)
                .first(row -> row.text(1));
    }
}
