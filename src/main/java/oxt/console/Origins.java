package oxt.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import oxt.model.Problem;

/**
 * Whether a request comes from a page of ours.
 *
 * <p>A name that somebody else's name server points at this machine (DNS rebinding) is told by the
 * header {@code Host}; another site's page by {@code Origin} and {@code Sec-Fetch-Site}, which
 * scripts cannot set.
 */
final class Origins {
    private static final Set<String> OURS = Set.of("", "same-origin", "none");

    private final List<String> origins;

    Origins(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Why a request is not served at all. */
    Optional<Problem> strangeHost(Asked asked) {
        return Optional.of(origin(asked))
                .filter(origin -> !origins.contains(origin))
                .map(this::host);
    }

    /** Why a request that needs a session, or makes one, is not served. */
    Optional<Problem> strangePage(Asked asked) {
        String origin = asked.header("Origin");
        boolean isOurs = origin.isEmpty() ? asked.isReading() : origin.equals(origin(asked));
        boolean isFromHere = OURS.contains(asked.header("Sec-Fetch-Site"));
        return isOurs && isFromHere
                ? Optional.empty()
                : Optional.of(
                        new Problem.Denied(
                                "origin-not-ours",
                                "The request does not come from a page of this console.",
                                "Open the console itself: " + origins.getFirst()));
    }

    private String origin(Asked asked) {
        String scheme = origins.getFirst().startsWith("https:") ? "https://" : "http://";
        return scheme + asked.header("Host").toLowerCase(Locale.ROOT);
    }

    private Problem host(String origin) {
        return new Problem.Denied(
                "host-not-ours",
                "The console is not called so.",
                "Open " + origins.getFirst() + ", or start it with --name and this name.");
    }
}
