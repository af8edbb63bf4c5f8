/**
 * The nouns: VMs and what they are made of, sizes, names, and {@link oxt.model.Problem}.
 *
 * <p>Pure. Every type is an immutable value that refuses nonsense in its constructor. Start at
 * {@link oxt.model.Vm}.
 */
@NullMarked
package oxt.model;

import org.jspecify.annotations.NullMarked;
