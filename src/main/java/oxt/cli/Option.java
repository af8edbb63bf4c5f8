package oxt.cli;

import java.util.List;

/** A word with dashes that a command understands. */
sealed interface Option {

    /** With its dashes: {@code --plan}. */
    String name();

    /** The short form with its dash, or an empty text. */
    String letter();

    String description();

    /** What the help calls its value; empty for one that is only there or not. */
    String label();

    /** It is there or not. */
    record Flag(String name, String letter, String description) implements Option {
        @Override
        public String label() {
            return "";
        }
    }

    /** It comes with a value. */
    record Valued(
            String name, String letter, String label, String description, Completion completion)
            implements Option {}

    Flag HELP = new Flag("--help", "-h", "Print this help.");
    Flag JSON = new Flag("--json", "", "Print the daemon's reply as JSON.");
    Flag NO_COLOUR = new Flag("--no-color", "", "Print without colours, as NO_COLOR=1 does.");
    Flag PLAN = new Flag("--plan", "", "Print what would be done, and do nothing.");
    Flag NO_WAIT = new Flag("--no-wait", "", "Return at once, not when it is done.");
    Valued FORMAT =
            new Valued(
                    "--format",
                    "",
                    "FORMAT",
                    "raw, qcow2, vhd, vmdk or ova, instead of what the content looks like.",
                    new Completion.Words(List.of("raw", "qcow2", "vhd", "vmdk", "ova")));
    Flag YES = new Flag("--yes", "-y", "Do not ask.");
    Flag NAMES = new Flag("--names", "-q", "Print names only, one on each line.");
}
