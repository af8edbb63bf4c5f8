package oxt.engine.xen;

import java.util.List;
import java.util.Optional;
import oxt.engine.EngineException;

/**
 * The devices of domains whose other ends are in driver domains.
 *
 * <p>Before xl ends a domain it waits ten seconds for each driver domain to clear away its end,
 * which is the work of a program of Xen's, {@code xl devd}, that ours do not run. So these devices
 * are cleared away first: a driver domain sees its end go, as it does when xl is tired of waiting.
 */
final class DistantDevices {
    private static final List<String> KINDS = List.of("vif", "vbd");

    private final Xenstore store;

    DistantDevices(Xenstore store) {
        this.store = store;
    }

    /** What xl knows of a domain's devices of a kind, where no guest can write. */
    static String kept(Domains.Domain domain, String kind) {
        return "/libxl/" + domain.number() + "/device/" + kind;
    }

    /** Of a domain that is about to end. */
    void forgetAll(Domains.Domain domain) throws EngineException, InterruptedException {
        for (String kind : KINDS) {
            for (String number : store.list(kept(domain, kind))) {
                Optional<String> backend =
                        store.read(kept(domain, kind) + "/" + number + "/backend");
                if (backend.isPresent() && domainOf(backend.get()) > 0) {
                    forget(domain, kind, number, backend.get());
                }
            }
        }
    }

    /** One that nobody serves any more, or shall. */
    void forget(Domains.Domain domain, String kind, String number, String backend)
            throws EngineException, InterruptedException {
        store.remove(backend);
        // What stays in a driver domain's part of xenstore is counted against its quota.
        String ofClient = backend.substring(0, backend.lastIndexOf('/'));
        if (store.list(ofClient).isEmpty()) {
            store.remove(ofClient);
        }
        store.remove(domain.home() + "/device/" + kind + "/" + number);
        store.remove(kept(domain, kind) + "/" + number);
    }

    /** Of a path such as {@code /local/domain/3/backend/vif/7/0}; -1 of any other. */
    static int domainOf(String backend) {
        String[] parts = backend.split("/", -1);
        return parts.length == 8 && parts[3].matches("[0-9]{1,5}")
                ? Integer.parseInt(parts[3])
                : -1;
    }
}
