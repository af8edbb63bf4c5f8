package oxt.daemon;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import oxt.daemon.http.Limits;
import oxt.golden.Golden;

/** The page of settings is what the code says. */
class SettingsPageTest {
    private static final int ROOT = 0;
    private static final int SOMEBODY = 1000;

    @Test
    void the_page_of_settings_is_written_from_the_code() {
        Limits limits = Limits.DEFAULT;
        Golden.checkPage(
                "docs/reference/settings.md",
                """
                # Settings of the daemon

                Written by `SettingsPageTest` from the code. A flag comes before the environment, the environment
                before the default.

                | flag | environment | default for root | default for others |
                |---|---|---|---|
                | `--state DIR` | `OXT_STATE` | `%s` | `%s` |
                | `--run DIR` | `OXT_RUN` | `%s` | `%s` |
                | `--engine NAME` | | `%s` | `%s` |

                ```
                %s```

                ## Limits

                What is over a limit is refused with the limit's name. They are fixed.

                | limit | is |
                |---|--:|
                | `request-bytes` of a request's body | %d |
                | `header-bytes` of a request's first line and headers | %d |
                | `open-connections` at once | %d |
                | `event-watchers` at once | %d |
                | `consoles` that are read at once | %d |
                | `commands` in guests that run at once | %d |
                | seconds until a connection on which nothing moves is closed | %d |
                """
                        .formatted(
                                root().state(),
                                somebody().state(),
                                root().run(),
                                somebody().run(),
                                word(root()),
                                word(somebody()),
                                Settings.HELP,
                                limits.requestBytes(),
                                limits.headerBytes(),
                                limits.openConnections(),
                                limits.eventWatchers(),
                                limits.consoles(),
                                limits.commands(),
                                limits.idle().toSeconds()));
    }

    private static Settings root() {
        return Settings.defaults(Map.of("HOME", "/root"), ROOT);
    }

    private static Settings somebody() {
        return Settings.defaults(
                Map.of("HOME", "/home/you", "XDG_RUNTIME_DIR", "/run/user/1000"), SOMEBODY);
    }

    private static String word(Settings settings) {
        return settings.engine().name().toLowerCase(Locale.ROOT);
    }
}
