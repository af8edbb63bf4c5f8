/**
 * What a viewer and a VM's screen say to each other, in the protocol of remote frame buffers (RFC
 * 6143). Pure.
 *
 * <p>A viewer is not trusted: {@link oxt.seat.rfb.ViewerReader} lets only whole messages of known
 * form through, and {@link oxt.seat.rfb.ViewerWriter} writes anew what goes on. {@link
 * oxt.seat.rfb.PictureWriter} shows a picture that is there before the screen's own.
 */
@NullMarked
package oxt.seat.rfb;

import org.jspecify.annotations.NullMarked;
