package oxt.host.pci;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The addresses of this machine's network cards. */
final class NetworkAddresses {
    private NetworkAddresses() {}

    /** By the card's name; a card without addresses is not in it. */
    static Map<String, List<String>> ofThisMachine() {
        Map<String, List<String>> addresses = new TreeMap<>();
        try {
            for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
                List<String> own =
                        card.inetAddresses()
                                // An IPv6 address is followed by the name of its card.
                                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                                .sorted()
                                .toList();
                if (!own.isEmpty()) {
                    addresses.put(card.getName(), own);
                }
            }
        } catch (SocketException _) {
            return Map.of(); // a machine without any
        }
        return addresses;
    }
}
