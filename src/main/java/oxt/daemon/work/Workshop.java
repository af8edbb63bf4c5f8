package oxt.daemon.work;

import oxt.engine.Engine;
import oxt.store.Store;

/** What all workers share. */
public record Workshop(
        Engine engine,
        Store store,
        Numbering numbering,
        Board board,
        Ledger ledger,
        Tasks tasks,
        Chronicle chronicle) {

    Execution execution() {
        return new Execution(store, engine, chronicle);
    }
}
