package oxt.cli;

import java.time.Duration;
import oxt.model.ByteSize;

/** Quantities as people say them, not as documents write them. */
final class Readable {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Readable() {}

    /** {@code 0.4 s}, {@code 2 min 5 s}. */
    static String time(Duration time) {
        long tenths = Math.max(0, time.toMillis()) / 100;
        if (tenths < 600) {
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        long seconds = time.toSeconds();
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** {@code 23.4GiB}; without a fraction where there is none. */
    static String size(ByteSize size) {
        int unit = 0;
        while (unit < UNITS.length - 1 && size.bytes() >> (10 * (unit + 1)) > 0) {
            unit++;
        }
        long tenths = (size.bytes() * 10) >> (10 * unit);
        String fraction = tenths % 10 == 0 ? "" : "." + tenths % 10;
        return tenths / 10 + fraction + UNITS[unit];
    }
}
