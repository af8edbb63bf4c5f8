package oxt.engine.xen;

import java.util.ArrayList;
import java.util.List;
import oxt.model.MacAddress;

/**
 * What stands in xenstore of one card, as Xen's own tools write it (Xen's {@code
 * docs/misc/xenstore-paths.pandoc}, Linux's {@code xen/interface/io/netif.h}).
 *
 * @param number among the cards of the client
 */
record VifKeys(int client, int backend, int number, MacAddress mac, int slot) {
    /**
     * XenbusStateInitialising: drivers take notice of a card when they read this, and give it up
     * where the other end is not there. So it is written when both ends are.
     */
    static final Key NEW = new Key("state", "1");

    /** XenbusStateClosing. */
    static final String CLOSING = "5";

    /** XenbusStateClosed. */
    static final String CLOSED = "6";

    record Key(String name, String value) {}

    /** One end's keys, without its state. */
    record Folder(String path, Xenstore.Rights rights, List<Key> keys) {}

    /** In the order in which they are written: what belongs to no guest, the far end, the near. */
    List<Folder> folders() {
        return List.of(
                new Folder(kept(), Xenstore.Rights.NONE, kept(backendKeys())),
                new Folder(backendPath(), new Xenstore.Rights(backend, client), backendKeys()),
                new Folder(frontendPath(), new Xenstore.Rights(client, backend), frontendKeys()));
    }

    private List<Key> backendKeys() {
        return List.of(
                new Key("frontend", frontendPath()),
                new Key("frontend-id", Integer.toString(client)),
                new Key("online", "1"),
                new Key("script", "/etc/xen/scripts/vif-bridge"),
                new Key("mac", mac.text()),
                new Key("bridge", XlDevices.bridge(slot)),
                new Key("handle", Integer.toString(number)),
                new Key("type", "vif"),
                new Key("hotplug-status", ""));
    }

    private List<Key> frontendKeys() {
        return List.of(
                new Key("backend", backendPath()),
                new Key("backend-id", Integer.toString(backend)),
                new Key("handle", Integer.toString(number)),
                new Key("mac", mac.text()),
                new Key("trusted", "0"));
    }

    /** By these xl finds the card, and takes it away with its domain. */
    private List<Key> kept(List<Key> ofBackend) {
        List<Key> keys = new ArrayList<>(List.of(new Key("backend", backendPath())));
        keys.addAll(ofBackend);
        return keys;
    }

    private String kept() {
        return "/libxl/" + client + "/device/vif/" + number;
    }

    private String backendPath() {
        return "/local/domain/" + backend + "/backend/vif/" + client + "/" + number;
    }

    private String frontendPath() {
        return "/local/domain/" + client + "/device/vif/" + number;
    }
}
