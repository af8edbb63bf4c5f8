/**
 * What a viewer says to a VM's screen, in the protocol of remote frame buffers (RFC 6143). Pure.
 *
 * <p>A viewer is not trusted: {@link oxt.seat.rfb.ViewerReader} lets only whole messages of known
 * form through, and {@link oxt.seat.rfb.ViewerWriter} writes anew what goes on.
 */
@NullMarked
package oxt.seat.rfb;

import org.jspecify.annotations.NullMarked;
