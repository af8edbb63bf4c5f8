/** Tests of the QEMU engine; those tagged {@code guest} start real guests. */
@NullMarked
package oxt.engine.qemu;

import org.jspecify.annotations.NullMarked;
