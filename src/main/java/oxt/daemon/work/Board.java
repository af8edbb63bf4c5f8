package oxt.daemon.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import oxt.api.ForeignVm;
import oxt.api.VmState;
import oxt.model.ByteSize;
import oxt.model.Problem;
import oxt.model.ProblemException;
import oxt.model.Vm;
import oxt.model.VmId;
import oxt.model.VmName;
import oxt.plan.Held;
import oxt.plan.Observed;
import oxt.plan.Run;

/**
 * What is known of every VM, for whoever wants to know: workers write it, and nobody who reads it
 * waits for them.
 */
public final class Board {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Map<VmId, Defined> defined = new ConcurrentHashMap<>();
    private final Map<VmName, VmId> names = new ConcurrentHashMap<>();
    private final Map<VmId, Seen> seen = new ConcurrentHashMap<>();
    private final Map<VmId, Problem> marks = new ConcurrentHashMap<>();
    private final Supplier<List<ForeignVm>> foreign;
    private final LookTurns looks = new LookTurns();

    /**
     * @param foreign machines that somebody else made, as they are now
     */
    public Board(Supplier<List<ForeignVm>> foreign) {
        this.foreign = foreign;
    }

    public Optional<Defined> find(VmName name) {
        return Optional.ofNullable(names.get(name)).flatMap(this::find);
    }

    public Optional<Defined> find(VmId id) {
        return Optional.ofNullable(defined.get(id));
    }

    /** A Missing where there is none of this name, a Denied where it is somebody else's. */
    public Defined require(VmName name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        isForeign(name)
                                                ? notOurs(name)
                                                : new Problem.Missing(
                                                        "no-such-vm",
                                                        "There is no VM named " + name + ".",
                                                        "See which there are: oxt vm list")));
    }

    private boolean isForeign(VmName name) {
        return strangers().stream().anyMatch(each -> each.name().equals(name.text()));
    }

    private static Problem notOurs(VmName name) {
        return new Problem.Denied(
                "vm-is-foreign",
                "VM " + name + " was made by somebody else, and oxt leaves it alone.",
                "Use the tools of who made it; on Xen that is often xl.");
    }

    /** What runs here and was not defined here, by name. */
    public List<ForeignVm> strangers() {
        List<ForeignVm> strangers = new ArrayList<>(foreign.get());
        for (Seen left : foreign()) {
            Run run = left.observed().run();
            strangers.add(
                    new ForeignVm(
                            left.observed().vm().toString(),
                            VmState.of(run),
                            run.machine().map(Vm::memory).orElse(new ByteSize(0))));
        }
        strangers.sort(Comparator.comparing(ForeignVm::name));
        return strangers;
    }

    /** In the order of their names. */
    public List<Defined> all() {
        List<Defined> all = new ArrayList<>(defined.values());
        all.sort(Comparator.comparing(Defined::name));
        return all;
    }

    Map<VmName, Vm> vms() {
        Map<VmName, Vm> vms = new HashMap<>();
        defined.values().forEach(each -> vms.put(each.name(), each.vm()));
        return vms;
    }

    /** Nothing seen yet is nothing there. */
    public Seen seen(VmId id) {
        return seen.getOrDefault(id, new Seen(Observed.nothing(id), Map.of()));
    }

    public boolean runs(VmName name) {
        return find(name)
                .map(found -> seen(found.id()).observed().run() instanceof Run.Running)
                .orElse(false);
    }

    Map<VmId, Seen> everySeen() {
        return Map.copyOf(seen);
    }

    /** A text of the engine or a plan with each VM's name where its id stands. */
    public String named(String text) {
        return ID.matcher(text)
                .replaceAll(
                        found ->
                                find(VmId.of(found.group()))
                                        .map(known -> known.name().text())
                                        .orElse(found.group()));
    }

    /** VMs of which something is on this host and that nobody defined. */
    public List<Seen> foreign() {
        return seen.entrySet().stream()
                .filter(entry -> !defined.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(each -> !each.observed().held().isEmpty())
                .sorted(Comparator.comparing(each -> each.observed().vm()))
                .toList();
    }

    /** What a person must know of a VM: the last work on it left something behind. */
    public Optional<Problem> mark(VmId id) {
        return Optional.ofNullable(marks.get(id));
    }

    public List<Problem> marks() {
        return List.copyOf(marks.values());
    }

    void mark(VmId id, Problem problem) {
        marks.put(id, problem);
    }

    void unmark(VmId id) {
        marks.remove(id);
    }

    void put(Defined changed) {
        Defined before = defined.put(changed.id(), changed);
        names.put(changed.name(), changed.id());
        if (before != null && !before.name().equals(changed.name())) {
            names.remove(before.name(), changed.id());
        }
    }

    void put(Seen now) {
        seen.put(now.observed().vm(), now);
    }

    void remove(VmId id) {
        Defined gone = defined.remove(id);
        if (gone != null) {
            names.remove(gone.name(), id);
        }
        marks.remove(id);
    }

    /** Whoever looks at a VM and writes here what there is does it in turn. */
    LookTurns looks() {
        return looks;
    }

    void forget(VmId id) {
        seen.remove(id);
    }

    /**
     * Keeps a name for a VM that is about to have it; a Conflict where another has it. Given back
     * by {@link #release}, unless the VM was defined by then.
     */
    void reserve(VmName name, VmId id) {
        if (isForeign(name)) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-name-taken",
                            "There is a VM named " + name + " already, which is not oxt's.",
                            "Choose another name."));
        }
        VmId other = names.putIfAbsent(name, id);
        if (other != null && !other.equals(id)) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "vm-name-taken",
                            "There is a VM named " + name + " already.",
                            "Choose another name, or change that VM."));
        }
    }

    void release(VmName name, VmId id) {
        if (find(id).map(found -> !found.name().equals(name)).orElse(true)) {
            names.remove(name, id);
        }
    }

    /** VMs whose NICs or disks name this one as their driver domain. */
    List<VmName> clients(VmName backend) {
        return defined.values().stream()
                .filter(each -> each.vm().driverDomains().contains(backend))
                .map(Defined::name)
                .sorted()
                .toList();
    }

    /** The VMs at the other ends of a VM's links, wanted or there. */
    Set<VmId> neighbours(VmId id) {
        Set<VmId> neighbours = new HashSet<>();
        find(id).ifPresent(one -> neighbours.addAll(neighbours(one)));
        seen(id).observed()
                .held(Held.Link.class)
                .forEach(link -> neighbours.add(link.slot().backend()));
        seen.values()
                .forEach(
                        other ->
                                other.observed().held(Held.Link.class).stream()
                                        .filter(link -> link.slot().backend().equals(id))
                                        .forEach(_ -> neighbours.add(other.observed().vm())));
        neighbours.remove(id);
        return neighbours;
    }

    private Set<VmId> neighbours(Defined one) {
        Set<VmId> neighbours = new HashSet<>();
        one.vm()
                .driverDomains()
                .forEach(
                        domain ->
                                Optional.ofNullable(names.get(domain)).ifPresent(neighbours::add));
        clients(one.name())
                .forEach(
                        client ->
                                Optional.ofNullable(names.get(client)).ifPresent(neighbours::add));
        return neighbours;
    }
}
