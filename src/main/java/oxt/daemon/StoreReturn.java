package oxt.daemon;

import java.util.List;
import oxt.host.Accounts;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Reading;
import oxt.store.Store;

/** The way back from an upgrade: {@code oxtd --take-store-back VERSION [--state DIR]}. */
final class StoreReturn {
    static final String FLAG = "--take-store-back";

    private StoreReturn() {}

    /** Does it and says that it did. */
    static String perform(List<String> words) {
        if (words.size() < 2 || !words.get(1).matches("[0-9]{1,4}")) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "flag-without-value",
                            FLAG + " needs the number of a version.",
                            "Take the one that the older oxt names."));
        }
        Settings defaults = Settings.defaults(System.getenv(), Accounts.ownUserId());
        return switch (Settings.read(words.subList(2, words.size()), defaults)) {
            case Reading.Bad<Settings>(var problems) -> throw new ProblemException(problems);
            case Reading.Good<Settings>(var settings) ->
                    takeBack(settings, Integer.parseInt(words.get(1)));
        };
    }

    private static String takeBack(Settings settings, int version) {
        Store.takeBack(settings.store(), version);
        return "The store " + settings.store() + " is of version " + version + " now.";
    }
}
