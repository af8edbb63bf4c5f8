package oxt.store;

/** The store as it was at one moment, whatever is changed meanwhile; ends with its read. */
public final class Snapshot {
    private final Sql sql;

    Snapshot(Sql sql) {
        this.sql = sql;
    }

    public Vms vms() {
        return new Vms(sql);
    }

    public Journal journal() {
        return new Journal(sql);
    }

    public AuditLog audit() {
        return new AuditLog(sql);
    }

    public Events events() {
        return new Events(sql);
    }

    public Settings settings() {
        return new Settings(sql);
    }
}
