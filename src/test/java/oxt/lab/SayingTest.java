package oxt.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static oxt.lab.Saying.Verdict.NO;
import static oxt.lab.Saying.Verdict.SKIPPED;
import static oxt.lab.Saying.Verdict.YES;

import java.util.List;
import org.junit.jupiter.api.Test;

class SayingTest {
    @Test
    void each_sentence_has_what_is_said_below_it() {
        String output =
                "before\nyes: it starts\nskipped: it sings\nno voice\nno: it stops\none\ntwo\n";
        assertEquals(
                List.of(
                        new Saying(YES, "it starts", ""),
                        new Saying(SKIPPED, "it sings", "no voice"),
                        new Saying(NO, "it stops", "one\ntwo")),
                Saying.of(output, 1));
    }

    @Test
    void a_script_that_fails_without_a_word_has_failed() {
        assertEquals(
                List.of(
                        new Saying(YES, "it starts", "line 7: xl: not found"),
                        new Saying(
                                NO,
                                "it ends well",
                                "It ended with 127.\nyes: it starts\nline 7: xl: not found")),
                Saying.of("yes: it starts\nline 7: xl: not found\n", 127));
    }

    @Test
    void a_script_that_shows_nothing_has_failed() {
        assertEquals(
                List.of(new Saying(NO, "it says something", "Nothing was shown.\n")),
                Saying.of("", 0));
    }
}
