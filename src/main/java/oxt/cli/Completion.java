package oxt.cli;

import java.util.List;

/** What a shell offers when a word is begun and the tab key pressed. */
sealed interface Completion {

    record Nothing() implements Completion {}

    record VmNames() implements Completion {}

    record ImageNames() implements Completion {}

    record Files() implements Completion {}

    record Words(List<String> words) implements Completion {
        public Words {
            words = List.copyOf(words);
        }
    }
}
