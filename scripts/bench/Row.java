import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** One figure. */
record Row(String name, double value, String unit, Peer peer, Bound bound, double spread) {
    /** From here on the middle half of the runs lies so far apart that the figure says little. */
    private static final double NOISY = 0.3;

    /**
     * What a figure is held beside, in the same unit.
     *
     * @param name empty where there is nothing
     */
    record Peer(String name, double value) {
        static final Peer NONE = new Peer("", 0);
    }

    /** What a figure has to reach. */
    sealed interface Bound {
        record AtMost(double value) implements Bound {}

        record AtLeast(double value) implements Bound {}

        /** The figure divided by its peer's. */
        record RatioAtMost(double ratio) implements Bound {}

        record RatioAtLeast(double ratio) implements Bound {}

        /** Nothing: it is told because somebody will ask. */
        record Told() implements Bound {}
    }

    /** The median of some runs. */
    static Row of(String name, Times times, String unit, Peer peer, Bound bound) {
        return new Row(name, times.median(), unit, peer, bound, times.spread());
    }

    /** Measured once. */
    static Row once(String name, double value, String unit, Peer peer, Bound bound) {
        return new Row(name, value, unit, peer, bound, 0);
    }

    private boolean hasPeer() {
        return !peer.name().isEmpty();
    }

    private double ratio() {
        return value / peer.value();
    }

    private boolean met() {
        return switch (bound) {
            case Bound.AtMost(var most) -> value <= most;
            case Bound.AtLeast(var least) -> value >= least;
            case Bound.RatioAtMost(var most) -> ratio() <= most;
            case Bound.RatioAtLeast(var least) -> ratio() >= least;
            case Bound.Told _ -> true;
        };
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("value", value);
        json.addProperty("unit", unit);
        json.add("peer", hasPeer() ? new JsonPrimitive(peer.name()) : JsonNull.INSTANCE);
        json.add("peer_value", hasPeer() ? new JsonPrimitive(peer.value()) : JsonNull.INSTANCE);
        json.add("ratio", hasPeer() ? new JsonPrimitive(ratio()) : JsonNull.INSTANCE);
        switch (bound) {
            case Bound.AtMost(var most) -> json.addProperty("must", most);
            case Bound.AtLeast(var least) -> json.addProperty("must", least);
            case Bound.RatioAtMost(var most) -> json.addProperty("must", most);
            case Bound.RatioAtLeast(var least) -> json.addProperty("must", least);
            case Bound.Told _ -> json.add("must", JsonNull.INSTANCE);
        }
        json.addProperty("met", met());
        json.addProperty("spread", spread);
        return json;
    }

    String line() {
        String beside =
                hasPeer()
                        ? "%s %.4g %s, ratio %.3g".formatted(peer.name(), peer.value(), unit, ratio())
                        : "";
        String must =
                switch (bound) {
                    case Bound.AtMost(var most) -> "at most %.4g".formatted(most);
                    case Bound.AtLeast(var least) -> "at least %.4g".formatted(least);
                    case Bound.RatioAtMost(var most) -> "ratio at most %.3g".formatted(most);
                    case Bound.RatioAtLeast(var least) -> "ratio at least %.3g".formatted(least);
                    case Bound.Told _ -> "";
                };
        return "%-22s %9.4g %-5s %-18s %-7s %s%s"
                .formatted(
                        name,
                        value,
                        unit,
                        must,
                        bound instanceof Bound.Told ? "" : met() ? "met" : "MISSED",
                        beside,
                        spread > NOISY
                                ? "  (noisy: the middle half of the runs spans %.0f%%)"
                                        .formatted(spread * 100)
                                : "")
                .stripTrailing();
    }
}
