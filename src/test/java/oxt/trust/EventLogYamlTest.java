package oxt.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EventLogYamlTest {

    /** Recorded from tpm2-tools 5.4; {@code boots/FROM.md} has the command. */
    @Test
    void tpm2_tools_say_the_same_of_every_log() throws Exception {
        for (String boot : Boots.ALL) {
            assertEquals(
                    Boots.text("boots/" + boot + ".yaml"), EventLogYaml.of(Boots.read(boot)), boot);
        }
    }
}
