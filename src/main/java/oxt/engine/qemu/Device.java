package oxt.engine.qemu;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import oxt.model.MacAddress;

/** A virtual card as QEMU is told of it, on its command line or by its monitor; pure. */
record Device(JsonObject properties) {

    static Device disk(String id, String node, String serial, int bootIndex, Place place) {
        JsonObject properties = virtio("virtio-blk-pci");
        properties.addProperty("id", id);
        properties.addProperty("drive", node);
        properties.addProperty("serial", serial);
        properties.addProperty("bootindex", bootIndex);
        return place.of(properties);
    }

    static Device nic(String id, MacAddress mac, Place place) {
        JsonObject properties = virtio("virtio-net-pci");
        // Without a ROM: no guest of ours boots from its network.
        properties.addProperty("romfile", "");
        properties.addProperty("id", id);
        properties.addProperty("netdev", id + "-link");
        properties.addProperty("mac", mac.text());
        return place.of(properties);
    }

    /** Where on the bus. */
    sealed interface Place {

        /** In a port; there is one device in each. */
        record Port(int number) implements Place {}

        /** On the machine's own bus, for good. */
        record Fixed(String address) implements Place {}

        /** The same, beside others at one place. */
        record Function(String address) implements Place {}

        static Place of(OptionalInt port, String otherwise) {
            return port.isPresent() ? new Port(port.getAsInt()) : new Fixed(otherwise);
        }

        private Device of(JsonObject properties) {
            switch (this) {
                case Port(var number) -> properties.addProperty("bus", Ports.port(number));
                case Fixed(var address) -> properties.addProperty("addr", address);
                case Function(var address) -> {
                    properties.addProperty("multifunction", "on");
                    properties.addProperty("addr", address);
                }
            }
            return new Device(properties);
        }
    }

    /** As it is written behind {@code -device}. */
    String option() {
        List<String> words = new ArrayList<>();
        properties
                .entrySet()
                .forEach(
                        each -> {
                            String value = ((JsonPrimitive) each.getValue()).getAsString();
                            words.add(
                                    each.getKey().equals("driver")
                                            ? value
                                            : each.getKey() + "=" + QemuText.option(value));
                        });
        return String.join(",", words);
    }

    private static JsonObject virtio(String driver) {
        JsonObject properties = new JsonObject();
        properties.addProperty("driver", driver);
        properties.addProperty("disable-legacy", "on");
        return properties;
    }
}
