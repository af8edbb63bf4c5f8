package oxt.console;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.model.Problem;
import oxt.model.Reading;

/**
 * What the console is told at its start.
 *
 * @param address that it listens at; a number, as 127.0.0.1
 * @param names by which browsers call this machine, besides the address
 * @param certificate file; empty without TLS
 * @param key file; empty without TLS
 * @param state what is kept: the people
 * @param run where its own socket is
 * @param daemon the socket of the daemon's API
 */
record Settings(
        String address,
        int port,
        List<String> names,
        String certificate,
        String key,
        Path state,
        Path run,
        Path daemon) {
    static final String HELP =
            """
            Usage: oxt-console [--address ADDRESS] [--port PORT] [--name NAME]...
                               [--certificate FILE --key FILE] [--state DIR] [--run DIR] [--api SOCKET]

            The web console of oxt. It stays in the foreground. oxt console link prints an address to
            open in a browser.

              --address ADDRESS   to listen at; another than this machine's own only with TLS and
                                  with people who have passwords (127.0.0.1)
              --port PORT         (8006)
              --name NAME         by which browsers call this machine, besides its address
              --certificate FILE  for TLS, with those between, in PEM
              --key FILE          of the certificate, in PEM (PKCS #8)
              --state DIR         what is kept: who may log in
                                  (OXT_CONSOLE_STATE; console in the daemon's)
              --run DIR           its own socket, console.sock (OXT_RUN; as the daemon's)
              --api SOCKET        of the daemon (api.sock in OXT_RUN; /run/oxt/api.sock)
              --help              this text

            Example: oxt-console --port 8080
            """;

    /**
     * Proxmox's web console is at this one, so administrators know it; 8006 is nobody's by IANA.
     */
    private static final int PORT = 8006;

    Settings {
        names = List.copyOf(names);
    }

    /** Every default, visible together. */
    static Settings defaults(Map<String, String> environment, String user) {
        boolean isRoot = user.equals("root");
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        Path state =
                variable(environment, "OXT_STATE")
                        .orElse(
                                isRoot
                                        ? Path.of("/var/lib/oxt")
                                        : variable(environment, "XDG_STATE_HOME")
                                                .orElse(home.resolve(".local/state"))
                                                .resolve("oxt"));
        Path own = oxt.client.SocketPath.of(environment);
        return new Settings(
                "127.0.0.1",
                PORT,
                List.of(),
                "",
                "",
                variable(environment, "OXT_CONSOLE_STATE").orElse(state.resolve("console")),
                own.toAbsolutePath().resolveSibling(""),
                own);
    }

    private static Optional<Path> variable(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    boolean isLoopback() {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    boolean hasTls() {
        return !certificate.isEmpty();
    }

    Path socket() {
        return run.resolve("console.sock");
    }

    Path people() {
        return state.resolve("people");
    }

    /** What browsers call us: the address in the bar begins with one of these. */
    List<String> origins() {
        List<String> hosts = new ArrayList<>(names);
        hosts.add(address.contains(":") ? "[" + address + "]" : address);
        if (isLoopback()) {
            hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
        }
        String scheme = hasTls() ? "https://" : "http://";
        boolean isUsual = port == (hasTls() ? 443 : 80);
        return hosts.stream()
                .distinct()
                .map(host -> scheme + host + (isUsual ? "" : ":" + port))
                .toList();
    }

    /** Why it may not listen so. */
    List<Problem> refusals(People people) {
        List<Problem> refusals = new ArrayList<>();
        if (certificate.isEmpty() != key.isEmpty()) {
            refusals.add(
                    new Problem.Invalid(
                            "tls-incomplete",
                            "TLS needs a certificate and its key; one of them is not given.",
                            "Give both: --certificate FILE --key FILE"));
        }
        if (!isLoopback() && !hasTls()) {
            refusals.add(
                    new Problem.Denied(
                            "console-without-tls",
                            "At "
                                    + address
                                    + " others on the network could read what is typed: the console"
                                    + " listens there with TLS only.",
                            "Give --certificate FILE and --key FILE, or listen at 127.0.0.1."));
        }
        if (!isLoopback() && people.isEmpty()) {
            refusals.add(
                    new Problem.Denied(
                            "console-without-people",
                            "At "
                                    + address
                                    + " the console listens only when somebody has a password.",
                            "Start it at 127.0.0.1, add somebody with oxt console user add NAME,"
                                    + " and start it again."));
        }
        return refusals;
    }

    static Reading<Settings> read(List<String> words, Settings defaults) {
        List<Problem> problems = new ArrayList<>();
        Settings settings = defaults;
        for (int index = 0; index < words.size(); index += 2) {
            String value = index + 1 < words.size() ? words.get(index + 1) : "";
            Optional<Settings> changed = settings.with(words.get(index), value);
            if (changed.isEmpty()) {
                problems.add(
                        new Problem.Invalid(
                                "console-setting-not-valid",
                                "The console does not understand "
                                        + words.get(index)
                                        + " "
                                        + value
                                        + ".",
                                "See oxt-console --help."));
            }
            settings = changed.orElse(settings);
        }
        return problems.isEmpty() ? Reading.good(settings) : new Reading.Bad<>(problems);
    }

    private Optional<Settings> with(String flag, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (flag) {
            case "--address" ->
                    isAddress(value) ? Optional.of(at(value, port, names)) : Optional.empty();
            case "--port" ->
                    value.matches("[0-9]{1,5}") && Integer.parseInt(value) < 65_536
                            ? Optional.of(at(address, Integer.parseInt(value), names))
                            : Optional.empty();
            case "--name" ->
                    value.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
                            ? Optional.of(at(address, port, added(value)))
                            : Optional.empty();
            case "--certificate" -> Optional.of(in(value, key, state, run, daemon));
            case "--key" -> Optional.of(in(certificate, value, state, run, daemon));
            case "--state" -> Optional.of(in(certificate, key, absolute(value), run, daemon));
            case "--run" -> Optional.of(in(certificate, key, state, absolute(value), daemon));
            case "--api" -> Optional.of(in(certificate, key, state, run, absolute(value)));
            default -> Optional.empty();
        };
    }

    private Settings at(String otherAddress, int otherPort, List<String> otherNames) {
        return new Settings(
                otherAddress, otherPort, otherNames, certificate, key, state, run, daemon);
    }

    private Settings in(String otherCertificate, String otherKey, Path other, Path runs, Path api) {
        return new Settings(address, port, names, otherCertificate, otherKey, other, runs, api);
    }

    private List<String> added(String name) {
        List<String> more = new ArrayList<>(names);
        more.add(name);
        return more;
    }

    private static Path absolute(String value) {
        return Path.of(value).toAbsolutePath().normalize();
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress _ = InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
