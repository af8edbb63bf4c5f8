/**
 * VMs as domains of Xen, made by its own {@code xl}.
 *
 * <p>Lowering is pure: {@link oxt.engine.xen.XlConfig} writes a VM as xl's configuration.
 */
@NullMarked
package oxt.engine.xen;

import org.jspecify.annotations.NullMarked;
