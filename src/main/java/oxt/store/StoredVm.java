package oxt.store;

import java.time.Instant;
import oxt.model.VmId;
import oxt.model.VmName;

/**
 * A VM as the store has it: its document as text, and what the store gave it.
 *
 * @param number small and unique; another VM gets it only long after this one is removed
 * @param generation counts the changes of the document, from 1
 */
public record StoredVm(
        VmId id,
        VmName name,
        int number,
        String document,
        long generation,
        Instant created,
        Instant changed) {}
