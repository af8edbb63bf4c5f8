/**
 * What oxt withstands: real daemons and real QEMUs that are killed, held and lied to at every step.
 *
 * <p>A {@link oxt.chaos.Deed} is something that an administrator does, and how it may look when it
 * was broken off; adding one is a line in {@link oxt.chaos.Deeds}. A {@link oxt.chaos.World} is a
 * daemon with its own folders. {@link oxt.chaos.Gate} stops that daemon at one step, so that a test
 * does its worst at exactly that moment.
 */
@NullMarked
package oxt.chaos;

import org.jspecify.annotations.NullMarked;
