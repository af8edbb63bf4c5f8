package oxt.plan;

/**
 * How one setting of a VM's document stands.
 *
 * @param setting by its path in the document: {@code nics.lan.backend}
 * @param wanted its value there; empty where the document no longer has the setting
 */
public record Explained(String setting, String wanted, Standing standing) {

    public sealed interface Standing {

        /** The VM that runs has it, or it needs no VM to be in force. */
        record InForce() implements Standing {}

        /** The VM that runs has another value, and keeps it until it is started again. */
        record NextStart(String running) implements Standing {}

        /** The VM is off: the next start will have it. */
        record WhenStarted() implements Standing {}

        /** It is on its way: the driver domain has not said yet that it follows. */
        record Pending() implements Standing {}

        /** This engine cannot. */
        record NotHere(String why, String remedy) implements Standing {}
    }
}
