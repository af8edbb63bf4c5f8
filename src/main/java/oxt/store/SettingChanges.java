package oxt.store;

/** Changes to what the daemon remembers, within one transaction. */
public final class SettingChanges {
    private final Sql sql;

    SettingChanges(Sql sql) {
        this.sql = sql;
    }

    public void set(String key, String value) {
        sql.call("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)")
                .text(key)
                .text(value)
                .run();
    }

    /** Forgetting what is not there is no problem. */
    public void forget(String key) {
        sql.call("DELETE FROM settings WHERE key = ?").text(key).run();
    }
}
