package oxt.api;

import oxt.model.Problem;

/** What each kind of problem is at the edges; the numbers are those of sysexits(3) and HTTP. */
public final class ErrorTable {
    private ErrorTable() {}

    /** The exit code of a command line. */
    public static int exit(Problem problem) {
        return switch (problem) {
            case Problem.Invalid _ -> 64;
            case Problem.Missing _ -> 66;
            case Problem.Failed _ -> 69;
            case Problem.Bug _ -> 70;
            case Problem.Conflict _ -> 75;
            case Problem.Denied _ -> 77;
        };
    }

    public static int httpStatus(Problem problem) {
        return switch (problem) {
            case Problem.Invalid _ -> 400;
            case Problem.Missing _ -> 404;
            case Problem.Failed _ -> 502;
            case Problem.Bug _ -> 500;
            case Problem.Conflict _ -> 409;
            case Problem.Denied _ -> 403;
        };
    }

    public static System.Logger.Level logLevel(Problem problem) {
        return switch (problem) {
            case Problem.Invalid _, Problem.Missing _, Problem.Conflict _ ->
                    System.Logger.Level.INFO;
            case Problem.Failed _, Problem.Denied _ -> System.Logger.Level.WARNING;
            case Problem.Bug _ -> System.Logger.Level.ERROR;
        };
    }
}
