package oxt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oxt.client.Request;
import oxt.model.Problem;
import oxt.model.ProblemException;

/** Changes of what VMs do: start, stop and their like. */
final class VmPower {
    private static final long LONGEST_PATIENCE_SECONDS = 3600;

    private VmPower() {}

    /** Does to each VM what the API calls so. */
    static Act of(String change) {
        return (words, around) -> run(change, words, around);
    }

    private static Exit run(String change, Words words, Surroundings around) {
        Optional<Long> patience = words.value(VmCommands.PATIENCE).map(VmPower::seconds);
        List<Request> requests = new ArrayList<>();
        for (String name : words.arguments()) {
            Target target = Work.target(words, Target.vm(name).then(change));
            patience.ifPresent(seconds -> target.query("patience-seconds", Long.toString(seconds)));
            requests.add(Request.of(Request.Method.POST, target.toString()));
        }
        return Work.of(words, around, requests);
    }

    static long seconds(String text) {
        return seconds(VmCommands.PATIENCE, text);
    }

    /** A number and its unit; a bare number could be anything. */
    static long seconds(Option of, String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unit =
                switch (text.substring(digits)) {
                    case "s" -> 1;
                    case "min", "m" -> 60;
                    case "h" -> 3600;
                    default -> 0;
                };
        boolean isNumber = digits > 0 && digits < 7;
        long seconds = isNumber ? Long.parseLong(text.substring(0, digits)) * unit : 0;
        if (seconds < 1 || seconds > LONGEST_PATIENCE_SECONDS) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "not-a-duration",
                            of.name() + " is a time; " + Harmless.line(text) + " is not.",
                            "Write a number with its unit, up to 1h, such as 60s or 2min."));
        }
        return seconds;
    }
}
