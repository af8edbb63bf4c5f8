/**
 * Every document that crosses a boundary: VM documents, requests, replies, events.
 *
 * <p>Pure. A text becomes a {@link oxt.api.Node} ({@link oxt.api.Yaml}, {@link oxt.api.Json}), a
 * {@link oxt.api.Shape} turns the node into a record or says every problem with it. The shapes also
 * write JSON Schema and the reference documentation. Start at {@link oxt.api.VmDocument}.
 */
@NullMarked
package oxt.api;

import org.jspecify.annotations.NullMarked;
