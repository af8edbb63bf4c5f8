/**
 * The host's seat and the viewers at it: whose keys go where, and streams of VMs' screens.
 *
 * <p>{@link oxt.seat.Seat} decides; {@link oxt.daemon.seat.HostSeat} is the one seat of this host,
 * and {@link oxt.daemon.seat.ScreenTalk} one viewer's talk with one VM's screen. Start there.
 */
@NullMarked
package oxt.daemon.seat;

import org.jspecify.annotations.NullMarked;
