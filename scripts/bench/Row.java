import com.google.gson.JsonObject;

/**
 * One figure.
 *
 * @param peer what it is held against; empty where the bound is a figure of its own
 * @param must the most that value (or ratio, where there is a peer) may be
 */
record Row(String name, double value, String unit, String peer, double peerValue, double must) {

    double ratio() {
        return peer.isEmpty() ? 0 : value / peerValue;
    }

    boolean met() {
        return (peer.isEmpty() ? value : ratio()) <= must;
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("value", value);
        json.addProperty("unit", unit);
        if (!peer.isEmpty()) {
            json.addProperty("peer", peer);
            json.addProperty("peer_value", peerValue);
            json.addProperty("ratio", ratio());
        }
        json.addProperty("must", must);
        json.addProperty("met", met());
        return json;
    }

    String line() {
        String beside =
                peer.isEmpty()
                        ? "must %.4g".formatted(must)
                        : "%s %.4g %s, ratio %.2f, must %.2f"
                                .formatted(peer, peerValue, unit, ratio(), must);
        return "%-15s %9.4g %-4s %s%s".formatted(name, value, unit, beside, met() ? "" : "  MISSED");
    }
}
