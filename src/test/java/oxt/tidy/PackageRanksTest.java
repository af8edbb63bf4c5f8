package oxt.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packages use only packages of a lower rank, and pure packages nothing of the world. */
class PackageRanksTest {
    private static final Map<String, Integer> RANKS =
            Map.ofEntries(
                    Map.entry("oxt.model", 0),
                    Map.entry("oxt.policy", 1),
                    Map.entry("oxt.trust", 1),
                    Map.entry("oxt.seat", 1),
                    Map.entry("oxt.plan", 2),
                    Map.entry("oxt.api", 3),
                    Map.entry("oxt.host", 3),
                    Map.entry("oxt.client", 4),
                    Map.entry("oxt.engine", 4),
                    Map.entry("oxt.store", 4),
                    Map.entry("oxt.daemon", 5),
                    Map.entry("oxt.fleet", 5),
                    Map.entry("oxt.cli", 6),
                    Map.entry("oxt.console", 6),
                    Map.entry("oxt.dbus", 6));

    /** What every engine may use and uses none itself. */
    private static final Set<String> COMMON_TO_ENGINES =
            Set.of("oxt.engine.files", "oxt.engine.agent");

    /** What a face shows comes through the API, which it reaches by its client. */
    private static final Set<String> FACES = Set.of("oxt.cli", "oxt.console", "oxt.dbus");

    private static final Set<String> SEEN_BY_FACES = Set.of("oxt.model", "oxt.api", "oxt.client");

    private static final Set<String> PURE =
            Set.of("oxt.model", "oxt.policy", "oxt.trust", "oxt.seat", "oxt.plan", "oxt.api");

    private static final List<String> IMPURE_TYPES =
            List.of(
                    "java.io.Console",
                    "java.io.File",
                    "java.io.RandomAccessFile",
                    "java.lang.Process",
                    "java.lang.Runtime",
                    "java.lang.Thread",
                    "java.lang.foreign.",
                    "java.net.",
                    "java.nio.channels.",
                    "java.nio.file.",
                    "java.security.SecureRandom",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.Timer",
                    "java.util.concurrent.Executor",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.util.random.");

    /** These only begin like an impure one; a URI is a name for a place, not a connection to it. */
    private static final Set<String> PURE_ALL_THE_SAME =
            Set.of("java.lang.RuntimeException", "java.net.URI", "java.net.URISyntaxException");

    private static final List<String> IMPURE_MEMBERS =
            List.of(
                    "java.lang.Math.random",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.err",
                    "java.lang.System.exit",
                    "java.lang.System.getProperty",
                    "java.lang.System.getenv",
                    "java.lang.System.in",
                    "java.lang.System.nanoTime",
                    "java.lang.System.out",
                    "java.util.UUID.randomUUID");

    @Test
    void a_package_uses_only_packages_of_a_lower_rank() {
        var breaches = new ArrayList<String>();
        for (var compiled : CompiledClass.main()) {
            for (String type : compiled.types()) {
                packageOf(type)
                        .flatMap(used -> breach(compiled.packageName(), used))
                        .ifPresent(why -> breaches.add(compiled.name() + " uses " + type + why));
            }
        }
        Checkout.assertNone(breaches);
    }

    @Test
    void a_pure_package_touches_nothing_of_the_world() {
        var breaches = new ArrayList<String>();
        for (var compiled : CompiledClass.main()) {
            if (!PURE.contains(top(compiled.packageName()))) {
                continue;
            }
            compiled.types().stream()
                    .filter(PackageRanksTest::isImpure)
                    .forEach(type -> breaches.add(compiled.name() + " uses " + type));
            compiled.members().stream()
                    .filter(PackageRanksTest::isImpureMember)
                    .forEach(member -> breaches.add(compiled.name() + " uses " + member));
        }
        Checkout.assertNone(breaches);
    }

    @Test
    void every_package_has_a_rank() {
        Checkout.assertNone(
                CompiledClass.main().stream()
                        .map(compiled -> top(compiled.packageName()))
                        .filter(name -> !RANKS.containsKey(name))
                        .map(name -> name + " has no rank in PackageRanksTest.")
                        .toList());
    }

    private static Optional<String> breach(String user, String used) {
        if (user.equals(used)) {
            return Optional.empty();
        }
        if (top(user).equals(top(used))) {
            // The engines never use each other, nor what they have in common one of them.
            return top(user).equals("oxt.engine") && !mayBeUsed(user, used)
                    ? Optional.of(", another engine")
                    : Optional.empty();
        }
        if (FACES.contains(top(user)) && !SEEN_BY_FACES.contains(top(used))) {
            return Optional.of(", and a face sees model, api and client only");
        }
        int difference =
                RANKS.getOrDefault(top(user), -1)
                        - RANKS.getOrDefault(top(used), Integer.MAX_VALUE);
        return difference > 0 ? Optional.empty() : Optional.of(", which is not of a lower rank");
    }

    private static boolean mayBeUsed(String user, String used) {
        return used.equals("oxt.engine")
                || (COMMON_TO_ENGINES.contains(used) && !user.equals("oxt.engine"));
    }

    private static boolean isImpure(String type) {
        return IMPURE_TYPES.stream().anyMatch(type::startsWith)
                && !PURE_ALL_THE_SAME.contains(type);
    }

    private static boolean isImpureMember(String member) {
        // The clock is read by the methods named so: Instant.now, LocalDate.now, Clock.systemUTC.
        return IMPURE_MEMBERS.contains(member)
                || member.matches("java[.]time[.]\\w+[.]now")
                || member.matches("java[.]time[.]Clock[.](system|tick)\\w*");
    }

    private static Optional<String> packageOf(String type) {
        return type.matches("oxt[.].*[.][A-Z][\\w$]*")
                ? Optional.of(type.substring(0, type.lastIndexOf('.')))
                : Optional.empty();
    }

    private static String top(String packageName) {
        String[] parts = packageName.split("[.]");
        return parts.length < 2 ? packageName : parts[0] + "." + parts[1];
    }
}
