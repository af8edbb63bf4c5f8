package oxt.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oxt.host.tpm.TpmPlace;
import oxt.model.Problem;
import oxt.model.Reading;

/**
 * What the daemon is told at its start.
 *
 * @param state what must outlive the machine's next start
 * @param run what must not: sockets, and what runs
 */
record Settings(Path state, Path run, EngineName engine, Boot boot) {
    static final String HELP =
            """
            Usage: oxtd [--state DIR] [--run DIR] [--engine auto|qemu|xen|sim]
                        [--tpm TPM] [--tpm-logs DIR]

            The daemon of oxt. It stays in the foreground and serves DIR/api.sock of its run folder.

              --state DIR   what is kept: VMs, disks, images, the audit log
                            (OXT_STATE; /var/lib/oxt, or ~/.local/state/oxt)
              --run DIR     sockets and what runs
                            (OXT_RUN; /run/oxt, or $XDG_RUNTIME_DIR/oxt, or /tmp/oxt-UID)
              --engine NAME what makes the VMs: qemu; xen, in its dom0; sim, which simulates them, for
                            trying things out; auto, which is xen in dom0 and else qemu (auto)
              --tpm TPM     what measured this machine's boot: /dev/tpmrm0, or another by its number;
                            or swtpm:SOCKET, a software TPM, for trying things out (/dev/tpmrm0)
              --tpm-logs DIR
                            where the logs of it are, laid out as in /sys/kernel/security (which is
                            where they are looked for; those of a software TPM nowhere)
              --help        this text

                   oxtd --take-store-back VERSION [--state DIR]

            Takes the store back for an older oxt, and ends. A backup is left in oxt.db.bak.

            Example: oxtd --state /tmp/try --run /tmp/try/run --engine sim
            """;

    /** What makes the VMs. */
    enum EngineName {
        /** Xen where this machine is its dom0, and QEMU everywhere else. */
        AUTO,
        QEMU,
        XEN,
        SIM
    }

    /**
     * What tells of this machine's boot.
     *
     * @param logs other than the kernel's own
     */
    record Boot(TpmPlace tpm, Optional<Path> logs) {
        static final Boot OF_KERNEL = new Boot(TpmPlace.FIRST, Optional.empty());
    }

    /** Every default, visible together. */
    static Settings defaults(Map<String, String> environment, int user) {
        boolean isRoot = user == 0;
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        Path state =
                isRoot
                        ? Path.of("/var/lib/oxt")
                        : path(environment, "XDG_STATE_HOME")
                                .orElse(home.resolve(".local/state"))
                                .resolve("oxt");
        Path run =
                isRoot
                        ? Path.of("/run/oxt")
                        : path(environment, "XDG_RUNTIME_DIR")
                                .map(folder -> folder.resolve("oxt"))
                                .orElse(Path.of("/tmp/oxt-" + user));
        return new Settings(
                path(environment, "OXT_STATE").orElse(state),
                path(environment, "OXT_RUN").orElse(run),
                EngineName.AUTO,
                Boot.OF_KERNEL);
    }

    private Settings with(Path otherState, Path otherRun) {
        return new Settings(otherState, otherRun, engine, boot);
    }

    private Settings with(EngineName other) {
        return new Settings(state, run, other, boot);
    }

    private Settings with(Boot other) {
        return new Settings(state, run, engine, other);
    }

    /** The settings of a command line, or all that is wrong with it. */
    static Reading<Settings> read(List<String> words, Settings defaults) {
        List<Problem> problems = new ArrayList<>();
        Settings settings = defaults;
        for (int index = 0; index < words.size(); index += 2) {
            String flag = words.get(index);
            if (index + 1 == words.size()) {
                problems.add(isFlag(flag) ? lacks(flag) : unknown(flag));
                continue;
            }
            String value = words.get(index + 1);
            switch (flag) {
                case "--state" -> settings = settings.with(Path.of(value), settings.run);
                case "--run" -> settings = settings.with(settings.state, Path.of(value));
                case "--engine" -> {
                    Optional<EngineName> engine = engine(value);
                    if (engine.isEmpty()) {
                        problems.add(noEngine(value));
                    }
                    settings = settings.with(engine.orElse(settings.engine));
                }
                case "--tpm" -> {
                    switch (TpmPlace.read(value)) {
                        case Reading.Bad<TpmPlace>(var bad) -> problems.addAll(bad);
                        case Reading.Good<TpmPlace>(var tpm) ->
                                settings = settings.with(new Boot(tpm, settings.boot.logs));
                    }
                }
                case "--tpm-logs" ->
                        settings =
                                settings.with(
                                        new Boot(
                                                settings.boot.tpm,
                                                Optional.of(whole(Path.of(value)))));
                default -> {
                    problems.add(unknown(flag));
                    index--; // the next word may be a flag that we know
                }
            }
        }
        return problems.isEmpty()
                ? Reading.good(settings.with(whole(settings.state), whole(settings.run)))
                : new Reading.Bad<>(problems);
    }

    private static Path whole(Path path) {
        return path.toAbsolutePath().normalize();
    }

    Path store() {
        return state.resolve("oxt.db");
    }

    Path socket() {
        return run.resolve("api.sock");
    }

    private static boolean isFlag(String word) {
        return List.of("--state", "--run", "--engine", "--tpm", "--tpm-logs").contains(word);
    }

    private static Optional<Path> path(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    private static Optional<EngineName> engine(String word) {
        return switch (word) {
            case "auto" -> Optional.of(EngineName.AUTO);
            case "xen" -> Optional.of(EngineName.XEN);
            case "qemu" -> Optional.of(EngineName.QEMU);
            case "sim" -> Optional.of(EngineName.SIM);
            default -> Optional.empty();
        };
    }

    private static Problem noEngine(String word) {
        return new Problem.Invalid(
                "no-such-engine",
                "There is no engine " + word + ".",
                "Write auto, qemu, xen or sim.");
    }

    private static Problem lacks(String flag) {
        return new Problem.Invalid(
                "flag-without-value",
                flag + " needs a value.",
                "Write one behind it; see oxtd --help.");
    }

    private static Problem unknown(String flag) {
        return new Problem.Invalid(
                "flag-unknown",
                "oxtd has no flag " + flag + ".",
                "Use --state, --run, --engine, --tpm or --tpm-logs; see oxtd --help.");
    }
}
