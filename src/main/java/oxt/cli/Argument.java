package oxt.cli;

/**
 * What a command takes besides options.
 *
 * @param label in capital letters, as the help shows it
 */
record Argument(String label, Count count, String description, Completion completion) {

    /** How often it may be written. */
    enum Count {
        ONE("1"),
        OPTIONAL("0..1"),
        SOME("1..*"),
        ANY("0..*");

        private final String arity;

        Count(String arity) {
            this.arity = arity;
        }

        /** As the parser writes it. */
        String arity() {
            return arity;
        }
    }

    boolean isRequired() {
        return switch (count) {
            case ONE, SOME -> true;
            case OPTIONAL, ANY -> false;
        };
    }

    static Argument vm() {
        return new Argument("NAME", Count.ONE, "The VM.", new Completion.VmNames());
    }

    static Argument vms() {
        return new Argument("NAME", Count.SOME, "The VMs.", new Completion.VmNames());
    }

    static Argument file(String description) {
        return new Argument("FILE", Count.ONE, description, new Completion.Files());
    }
}
