package oxt.daemon.http;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import oxt.api.CallerRole;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.store.Caller;

/**
 * Who asks, and what they may do in this one request.
 *
 * <p>A face with several people names one of them and lowers its own role to theirs. It cannot
 * raise it: what it may not, nobody behind it may. The host's own is for nobody behind a face.
 */
record OnBehalf(Caller caller, CallerRole role) {
    private static final Pattern PERSON = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

    /**
     * @param own what the caller may without saying anything
     */
    static OnBehalf of(Caller caller, CallerRole own, HttpFields headers) {
        CallerRole role = own;
        for (String word : headers.getValuesList(CallerRole.HEADER)) {
            role = role.orLess(CallerRole.of(word).orElseThrow(OnBehalf::unknown));
        }
        List<String> people = headers.getValuesList(CallerRole.PERSON_HEADER);
        if (people.isEmpty()) {
            return new OnBehalf(caller, role);
        }
        if (people.size() > 1 || !PERSON.matcher(people.getFirst()).matches()) {
            throw new ProblemException(
                    new Problem.Invalid(
                            "person-not-valid",
                            "The header " + CallerRole.PERSON_HEADER + " names no one person.",
                            "Write lower-case letters, digits, dots and dashes, a letter first, at"
                                    + " most 32."));
        }
        return new OnBehalf(
                new Caller(caller.userId(), caller.userName() + " for " + people.getFirst()),
                role.orLess(CallerRole.ADMINISTER));
    }

    void require(Route route) {
        if (!role.includes(route.least())) {
            throw new ProblemException(tooSmall(route.least()));
        }
    }

    private Problem tooSmall(CallerRole least) {
        return switch (least) {
            case VIEW, OPERATE, ADMINISTER ->
                    new Problem.Denied(
                            "role-too-small",
                            caller.userName()
                                    + " may "
                                    + role.word()
                                    + " here, and this needs somebody who may "
                                    + least.word()
                                    + ".",
                            "Ask somebody who may, or ask an administrator for the role: oxt"
                                    + " console user add");
            case OWN ->
                    new Problem.Denied(
                            "role-too-small",
                            caller.userName()
                                    + " may "
                                    + role.word()
                                    + " here, and this is the host's own: for root, and for the"
                                    + " user that oxtd runs as.",
                            "Ask as root, on the host: sudo oxt launch");
        };
    }

    private static ProblemException unknown() {
        return new ProblemException(
                new Problem.Invalid(
                        "role-unknown",
                        "The header " + CallerRole.HEADER + " names no role.",
                        "Write view, operate or administer, or leave it out."));
    }
}
