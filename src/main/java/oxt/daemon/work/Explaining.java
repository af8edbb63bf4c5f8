package oxt.daemon.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oxt.engine.Engine;
import oxt.engine.EngineException;
import oxt.model.NicName;
import oxt.model.ProblemException;
import oxt.model.VmId;
import oxt.plan.Explain;
import oxt.plan.Explained;
import oxt.plan.Held;
import oxt.plan.NetworkFiles;
import oxt.plan.NetworkPlanner.Applied;
import oxt.plan.NetworkSituation;
import oxt.plan.Observed;

/** Says of each setting of a VM whether the running VM has it. */
public final class Explaining {
    private final Workshop shop;

    public Explaining(Workshop shop) {
        this.shop = shop;
    }

    public List<Explained> of(Defined defined) {
        Observed observed = shop.board().seen(defined.id()).observed();
        return Explain.of(defined.vm(), observed, shop.ledger().facts(), served(observed));
    }

    /** The NICs whose driver domain says that it follows what is wanted now. */
    private Set<NicName> served(Observed observed) {
        Set<NicName> served = new HashSet<>();
        Map<VmId, Boolean> follows = new HashMap<>();
        for (Held.Link link : observed.held(Held.Link.class)) {
            if (follows.computeIfAbsent(link.slot().backend(), this::follows)) {
                served.add(link.nic());
            }
        }
        return served;
    }

    private boolean follows(VmId domain) {
        try {
            return shop.board()
                    .find(domain)
                    .map(found -> situation(shop.board()).config(found.vm()))
                    .map(config -> new Applied.Config(NetworkFiles.of(config).digest()))
                    .filter(applied(shop.engine(), domain)::equals)
                    .isPresent();
        } catch (EngineException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private static Applied applied(Engine engine, VmId domain) throws EngineException {
        return engine.views().network(domain);
    }

    static NetworkSituation situation(Board board) {
        List<NetworkSituation.Member> members = new ArrayList<>();
        for (Defined each : board.all()) {
            members.add(
                    new NetworkSituation.Member(
                            each.vm(), board.seen(each.id()).observed(), each.nicNumbers()));
        }
        return new NetworkSituation(members);
    }
}
