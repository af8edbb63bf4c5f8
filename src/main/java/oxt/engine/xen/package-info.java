/**
 * VMs as domains of Xen, made by its own {@code xl}.
 *
 * <p>Lowering is pure; {@link oxt.engine.xen.XenEngine} performs steps. What happens is learned
 * from {@link oxt.engine.xen.Xenstore}, whose watches only say "look". What guests write there is a
 * claim of theirs, read with bounds.
 */
@NullMarked
package oxt.engine.xen;

import org.jspecify.annotations.NullMarked;
