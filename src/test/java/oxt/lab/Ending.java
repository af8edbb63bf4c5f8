package oxt.lab;

import java.time.Duration;

/** How a script in dom0 ended. */
sealed interface Ending {
    record Ended(int status) implements Ending {}

    record TooLate(Duration patience) implements Ending {}

    /** The machine went down under it in good order, and nobody had asked. */
    record SwitchedOff() implements Ending {}

    record Died(Death death) implements Ending {}
}
