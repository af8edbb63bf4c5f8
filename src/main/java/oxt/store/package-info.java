/**
 * The crash-safe store: desired state, journal, audit log and events in one SQLite database.
 *
 * <p>Not pure. A change that returned survives {@code kill -9} and power loss; a change that threw
 * left nothing. The audit log is a hash chain: it shows an entry altered, removed or put in, but
 * whoever can write the file can write the whole chain anew, so keep an {@link
 * oxt.store.AuditAnchor} elsewhere. Start at {@link oxt.store.Store}.
 */
@NullMarked
package oxt.store;

import org.jspecify.annotations.NullMarked;
