package oxt.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Moments as the reader's clock shows them: {@code 2026-11-22 16:05:33}. */
final class LocalTime {
    private LocalTime() {}

    static String text(Instant instant) {
        String text =
                instant.truncatedTo(ChronoUnit.SECONDS)
                        .atZone(ZoneId.systemDefault())
                        .toLocalDateTime()
                        .toString()
                        .replace('T', ' ');
        // The library leaves out seconds that are nought.
        return text.length() == 16 ? text + ":00" : text;
    }
}
