package oxt.engine.xen;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import oxt.engine.EngineException;
import oxt.model.Nic;

/** The cards of domains that run, by what xl and the driver domains have written of them. */
final class XenVifs {
    /** Of four digits; a guest that had so many cards begins anew. */
    private static final int LARGEST_NUMBER = 9_999;

    private final Xenstore store;
    private final Domains domains;
    private final DistantDevices devices;

    /** By domain, the largest number of a card that it has had. */
    private final Map<Integer, Integer> numbers = new ConcurrentHashMap<>();

    XenVifs(Xenstore store, Domains domains, DistantDevices devices) {
        this.store = store;
        this.domains = domains;
        this.devices = devices;
    }

    /** One card of a domain: its number there, and where its other end's keys are. */
    record Vif(int number, String backend) {
        int backendDomain() {
            return DistantDevices.domainOf(backend);
        }
    }

    /** By its address, which no other card of the host has. */
    Optional<Vif> find(Domains.Domain domain, Nic nic)
            throws EngineException, InterruptedException {
        for (String number : store.list(kept(domain))) {
            Optional<String> backend = store.read(kept(domain) + "/" + number + "/backend");
            if (number.matches("[0-9]{1,4}") && backend.isPresent()) {
                Vif vif = new Vif(Integer.parseInt(number), backend.get());
                numbers.merge(domain.number(), vif.number(), Math::max);
                if (address(domain, vif).equals(Optional.of(nic.mac().text()))) {
                    return Optional.of(vif);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the card's other end is in a domain that runs, which has connected it. */
    boolean isConnected(Vif vif) throws EngineException, InterruptedException {
        return isServed(vif) && hotplug(vif).equals(Optional.of("connected"));
    }

    /** Whether the domain at its other end, which may still boot, has not refused it. */
    boolean isIn(Vif vif) throws EngineException, InterruptedException {
        return isServed(vif) && !hotplug(vif).equals(Optional.of("error"));
    }

    boolean isServed(Vif vif) throws EngineException, InterruptedException {
        return domains.runs(vif.backendDomain());
    }

    /** What the program that plumbs cards says in the other end's domain. */
    Optional<String> hotplug(Vif vif) throws EngineException, InterruptedException {
        return store.read(vif.backend() + "/hotplug-status");
    }

    /**
     * Makes a card as xl makes one, and does not wait: its driver domain finds it when it has
     * booted, where xl would give up after ten seconds.
     */
    void attach(Domains.Domain domain, Nic nic, Domains.Domain backend, int slot)
            throws EngineException, InterruptedException {
        VifKeys keys =
                new VifKeys(domain.number(), backend.number(), next(domain), nic.mac(), slot);
        for (VifKeys.Folder folder : keys.folders()) {
            store.remove(folder.path());
            store.write(folder.path(), "");
            store.allow(folder.path(), folder.rights());
            for (VifKeys.Key key : folder.keys()) {
                store.write(folder.path() + "/" + key.name(), key.value());
            }
        }
        for (VifKeys.Folder folder : keys.folders()) {
            store.write(folder.path() + "/" + VifKeys.NEW.name(), VifKeys.NEW.value());
        }
    }

    /**
     * Above all that were seen: where a card takes the number of one that has just gone, its guest
     * sees one that is still there, and keeps what it has of the old one.
     */
    private int next(Domains.Domain domain) {
        return numbers.merge(domain.number(), 0, (last, _) -> last < LARGEST_NUMBER ? last + 1 : 0);
    }

    /** Tells the domain at the other end, which tells the guest, that the card shall go. */
    void close(Vif vif) throws EngineException, InterruptedException {
        store.write(vif.backend() + "/online", "0");
        store.write(vif.backend() + "/state", VifKeys.CLOSING);
    }

    /** Whether nobody uses it any more. */
    boolean isClosed(Vif vif) throws EngineException, InterruptedException {
        Optional<String> state = store.read(vif.backend() + "/state");
        return state.isEmpty() || state.get().equals(VifKeys.CLOSED);
    }

    /** Takes away what both ends are known by. */
    void forget(Domains.Domain domain, Vif vif) throws EngineException, InterruptedException {
        devices.forget(domain, "vif", Integer.toString(vif.number()), vif.backend());
    }

    private Optional<String> address(Domains.Domain domain, Vif vif)
            throws EngineException, InterruptedException {
        Optional<String> kept = store.read(kept(domain) + "/" + vif.number() + "/mac");
        return kept.isPresent() ? kept : store.read(vif.backend() + "/mac");
    }

    private static String kept(Domains.Domain domain) {
        return DistantDevices.kept(domain, "vif");
    }
}
