package oxt.daemon.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import oxt.daemon.http.Route.Method;
import oxt.daemon.http.Route.Query;
import oxt.model.Problem;

/** Finds the route for a request, or says what there is instead. */
final class Router {
    private final List<Route> routes;

    /** What was found. */
    sealed interface Found {
        record Here(Route route, Map<String, String> path, Map<Query, String> query)
                implements Found {}

        record Nowhere(List<Problem> problems) implements Found {
            public Nowhere {
                problems = List.copyOf(problems);
            }
        }
    }

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * @param query as it stands behind the question mark; empty without one
     */
    Found find(String method, String path, String query) {
        List<String> words = Route.words(path.isEmpty() ? "/" : path);
        List<Route> here = routes.stream().filter(each -> each.match(words).isPresent()).toList();
        if (here.isEmpty()) {
            return nowhere(
                    new Problem.Missing(
                            "no-such-path",
                            "There is nothing at this path of the API.",
                            "See what there is: GET /v1/openapi.json"));
        }
        Optional<Route> route =
                here.stream().filter(each -> each.method().name().equals(method)).findFirst();
        if (route.isEmpty()) {
            List<String> methods = here.stream().map(Route::method).map(Method::name).toList();
            return nowhere(
                    new Problem.Invalid(
                            "method-not-here",
                            "This path takes no " + clean(method) + ".",
                            "Use " + String.join(" or ", new TreeSet<>(methods)) + "."));
        }
        return query(route.get(), route.get().match(words).orElseThrow(), query);
    }

    private static Found query(Route route, Map<String, String> path, String text) {
        Map<Query, String> values = new EnumMap<>(Query.class);
        List<Problem> problems = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            String[] pair = part.split("=", 2);
            String value = pair.length == 2 ? decoded(pair[1]) : "";
            Optional<Query> key =
                    route.query().stream().filter(each -> each.word().equals(pair[0])).findFirst();
            if (key.isEmpty()) {
                problems.add(unknown(route, pair[0]));
            } else if (!value.matches(key.get().pattern())) {
                problems.add(
                        new Problem.Invalid(
                                "query-not-valid",
                                key.get().word() + " cannot be " + clean(value) + ".",
                                "Write "
                                        + key.get().word()
                                        + "=: "
                                        + key.get().description()
                                        + "."));
            } else if (values.put(key.get(), value) != null) {
                problems.add(
                        new Problem.Invalid(
                                "query-twice",
                                key.get().word() + " is there twice.",
                                "Write it once."));
            }
        }
        return problems.isEmpty()
                ? new Found.Here(route, path, values)
                : new Found.Nowhere(problems);
    }

    private static Problem unknown(Route route, String key) {
        List<String> known = route.query().stream().map(Query::word).toList();
        return new Problem.Invalid(
                "query-unknown",
                "This path takes no parameter " + clean(key) + ".",
                known.isEmpty()
                        ? "Leave it out; there is none here."
                        : "Leave it out; there are: " + String.join(", ", known) + ".");
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    /** What a client wrote, harmless in a terminal and a log. */
    private static String clean(String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) : text;
        return shown.isEmpty() ? "empty" : shown.replaceAll("[^ -~]", "?");
    }

    private static Found nowhere(Problem problem) {
        return new Found.Nowhere(List.of(problem));
    }
}
