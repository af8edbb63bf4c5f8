package oxt.model;

import java.util.Optional;

/** Where in a document a problem is. */
public sealed interface Place {

    Place NOWHERE = new Nowhere();

    /** Not in a document. */
    record Nowhere() implements Place {
        @Override
        public String toString() {
            return "";
        }
    }

    /** In a text: line and column count from 1. */
    record Line(int line, int column) implements Place {
        public Line {
            if (line < 1 || column < 1) {
                throw new IllegalArgumentException("line and column count from 1");
            }
        }

        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    /** In a JSON value; its text is a JSON Pointer (RFC 6901), as {@code /disks/0/size}. */
    // Whole is made nowhere else, so no thread can begin with it while another begins here.
    @SuppressWarnings("ClassInitializationDeadlock")
    sealed interface Pointer extends Place {
        Pointer ROOT = new Whole();

        default Pointer key(String key) {
            return new Within(this, key);
        }

        default Pointer item(int index) {
            return new Within(this, Integer.toString(index));
        }

        /** The pointer that a text is, or nothing where it is none. */
        static Optional<Pointer> parse(String text) {
            if (!text.isEmpty() && text.charAt(0) != '/') {
                return Optional.empty();
            }
            Pointer pointer = ROOT;
            for (int from = 0; from < text.length(); ) {
                int slash = text.indexOf('/', from + 1);
                int to = slash < 0 ? text.length() : slash;
                String token = text.substring(from + 1, to);
                pointer = pointer.key(token.replace("~1", "/").replace("~0", "~"));
                from = to;
            }
            return Optional.of(pointer);
        }
    }

    /** The whole value. */
    record Whole() implements Pointer {
        @Override
        public String toString() {
            return "";
        }
    }

    /** A member or item of another; the text is made only when asked for, as few are. */
    record Within(Pointer parent, String token) implements Pointer {
        @Override
        public String toString() {
            return parent + "/" + token.replace("~", "~0").replace("/", "~1");
        }
    }
}
