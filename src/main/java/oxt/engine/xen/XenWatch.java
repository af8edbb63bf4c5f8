package oxt.engine.xen;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import oxt.engine.EngineException;
import oxt.model.VmId;

/**
 * Which VMs need a look, by what xenstore tells: a domain came, went or shut down; a card's other
 * end changed; its console is at another terminal.
 */
final class XenWatch {
    private static final List<String> COMINGS_AND_GOINGS =
            List.of("@introduceDomain", "@releaseDomain");

    private final Xenstore store;
    private final Domains domains;
    private final XenLinks links;
    private final DomainBell bell;
    private final List<Consumer<VmId>> watchers = new CopyOnWriteArrayList<>();

    /** Of each VM the number of its domain, and its watches. */
    private final Map<VmId, Followed> followed = new HashMap<>();

    /** What the domains were when the last of them came or went. */
    private Map<Integer, DomainState.Doing> last = Map.of();

    private record Followed(int domain, List<Xenstore.Watch> watches) {}

    XenWatch(Xenstore store, Domains domains, XenLinks links, DomainBell bell) {
        this.store = store;
        this.domains = domains;
        this.links = links;
        this.bell = bell;
    }

    void add(Consumer<VmId> look) {
        boolean first = watchers.isEmpty();
        watchers.add(look);
        if (first) {
            for (String path : COMINGS_AND_GOINGS) {
                begin(new Xenstore.Watch(path, this::compare));
            }
        }
    }

    void ring(VmId vm) {
        watchers.forEach(watcher -> watcher.accept(vm));
    }

    /** From now on hears of the domain's cards, and of what it says as a driver domain. */
    void follow(VmId vm) throws EngineException, InterruptedException {
        Optional<Domains.Domain> domain = domains.find(vm);
        if (domain.isEmpty() || watchers.isEmpty()) {
            return;
        }
        int number = domain.get().number();
        List<Xenstore.Watch> watches =
                List.of(
                        new Xenstore.Watch(domain.get().home() + "/device/vif", () -> ring(vm)),
                        // A xenconsoled that begins anew hands it on by another terminal.
                        new Xenstore.Watch(domain.get().home() + "/console/tty", () -> ring(vm)),
                        new Xenstore.Watch(
                                domain.get().home() + "/backend/vif", () -> ringClients(vm)));
        synchronized (this) {
            Followed before = followed.get(vm);
            if (before != null && before.domain() == number) {
                return;
            }
            followed.put(vm, new Followed(number, watches));
        }
        watches.forEach(this::begin);
    }

    /** A domain came, went or shut down: whoever it was needs a look, and its clients. */
    private void compare() {
        bell.ring();
        try {
            Map<Integer, DomainState.Doing> now = new HashMap<>();
            Set<VmId> changed = new HashSet<>();
            synchronized (this) {
                for (Domains.Domain domain : domains.all()) {
                    now.put(domain.number(), domain.state().doing());
                    if (last.get(domain.number()) != domain.state().doing()) {
                        changed.add(domain.vm());
                    }
                }
                followed.forEach(
                        (vm, before) -> {
                            if (!now.containsKey(before.domain())) {
                                changed.add(vm);
                            }
                        });
                last = now;
            }
            for (VmId vm : changed) {
                ring(vm);
                ringClients(vm);
            }
            forgetGone(now.keySet());
        } catch (EngineException unseen) {
            // The next event, or the look that comes by itself, sees it.
            System.getLogger(XenWatch.class.getName())
                    .log(System.Logger.Level.WARNING, unseen.problem().what(), unseen);
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetGone(Set<Integer> there) throws EngineException, InterruptedException {
        Set<Xenstore.Watch> over = new HashSet<>();
        synchronized (this) {
            followed.values()
                    .removeIf(
                            each -> {
                                boolean gone = !there.contains(each.domain());
                                over.addAll(gone ? each.watches() : List.of());
                                return gone;
                            });
        }
        for (Xenstore.Watch watch : over) {
            store.unwatch(watch);
        }
    }

    private void ringClients(VmId backend) {
        try {
            links.clientsOf(backend).forEach(this::ring);
        } catch (IOException unread) {
            System.getLogger(XenWatch.class.getName())
                    .log(System.Logger.Level.WARNING, "links of " + backend, unread);
        }
    }

    private void begin(Xenstore.Watch watch) {
        try {
            store.watch(watch);
        } catch (EngineException unwatched) {
            System.getLogger(XenWatch.class.getName())
                    .log(System.Logger.Level.WARNING, unwatched.problem().what(), unwatched);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
