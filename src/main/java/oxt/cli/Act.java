package oxt.cli;

/** What a command does. */
@FunctionalInterface
interface Act {
    Exit run(Words words, Surroundings around);
}
