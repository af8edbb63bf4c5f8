package oxt.model;

import java.util.regex.Pattern;

/**
 * What is wrong, told by what the reader can do next.
 *
 * <p>Each has <em>what</em> (one sentence that names the object), a <em>remedy</em> (an order the
 * reader can follow) and a stable <em>code</em> (lower-case words with dashes) that programs match
 * and {@code docs/reference/problems.md} lists. The cause, where there is one, travels in {@link
 * ProblemException}, never inside the sentence.
 */
public sealed interface Problem {

    /** Lower-case words with dashes. */
    Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    String code();

    String what();

    String remedy();

    /** The request makes no sense. */
    record Invalid(String code, String what, String remedy, Place place) implements Problem {
        public Invalid {
            check(code, what, remedy);
        }

        public Invalid(String code, String what, String remedy) {
            this(code, what, remedy, Place.NOWHERE);
        }
    }

    /** There is no such thing. */
    record Missing(String code, String what, String remedy) implements Problem {
        public Missing {
            check(code, what, remedy);
        }
    }

    /** Something outside did not do its part. */
    record Failed(String code, String what, String remedy) implements Problem {
        public Failed {
            check(code, what, remedy);
        }
    }

    /** This program is wrong. */
    record Bug(String code, String what, String remedy) implements Problem {
        public Bug {
            check(code, what, remedy);
        }

        public static Bug of(String what) {
            return new Bug("bug", what, "Report this with the daemon's log.");
        }
    }

    /** The present state forbids it. */
    record Conflict(String code, String what, String remedy) implements Problem {
        public Conflict {
            check(code, what, remedy);
        }
    }

    /** A rule forbids it. */
    record Denied(String code, String what, String remedy) implements Problem {
        public Denied {
            check(code, what, remedy);
        }
    }

    private static void check(String code, String what, String remedy) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a problem code: " + code);
        }
        if (what.isBlank() || remedy.isBlank()) {
            throw new IllegalArgumentException("problem " + code + " says too little");
        }
    }
}
