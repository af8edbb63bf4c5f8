/**
 * Who is typed into: focus, keys that are held, chords, the lock. Pure.
 *
 * <p>A seat is what one person sits at. Every viewer of a VM's screen is a {@link oxt.seat.SourceId
 * source} of input; {@link oxt.seat.Seat} takes each event and answers with the seat after it and
 * the input that goes on to the VMs. Only a source that shows the VM in focus has its input go on.
 * Start at {@code Seat}.
 *
 * <pre>
 *            a slot's chord, focus                      a slot's chord, focus
 *   console ----------------------> VM in focus  --------------------------> another VM
 *      ^                                |                                        |
 *      '--- attention, console's chord, lock, idle, the VM ends: its keys are released first
 * </pre>
 */
@NullMarked
package oxt.seat;

import org.jspecify.annotations.NullMarked;
