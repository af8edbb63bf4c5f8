/** Tests of the Xen engine's parts that need no Xen. */
@NullMarked
package oxt.engine.xen;

import org.jspecify.annotations.NullMarked;
