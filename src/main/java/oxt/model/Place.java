package oxt.model;

/** Where in a document a problem is. */
public sealed interface Place {

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

    /** In a JSON value: a JSON Pointer (RFC 6901), as {@code /disks/0/size}. */
    record Pointer(String pointer) implements Place {
        @Override
        public String toString() {
            return pointer;
        }
    }

    Place NOWHERE = new Nowhere();
}
