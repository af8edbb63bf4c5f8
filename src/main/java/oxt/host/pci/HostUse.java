package oxt.host.pci;

import java.util.List;

/** What the host itself would lose with a PCI function. */
public sealed interface HostUse {

    record FileSystem(String mountPoint) implements HostUse {}

    record Swap(String device) implements HostUse {}

    /**
     * A network card that has addresses.
     *
     * @param addresses at least one
     */
    record Network(String name, List<String> addresses) implements HostUse {
        public Network {
            addresses = List.copyOf(addresses);
        }
    }

    default String sentence() {
        return switch (this) {
            case FileSystem(var mountPoint) -> "The file system at " + mountPoint + " is on it.";
            case Swap(var device) -> "The host swaps to " + device + ", which is on it.";
            case Network(var name, var addresses) ->
                    "The host's network card "
                            + name
                            + " is it, with "
                            + String.join(", ", addresses)
                            + ".";
        };
    }
}
