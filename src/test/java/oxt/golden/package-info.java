/** Texts that were reviewed and must not change unnoticed. Start at {@link oxt.golden.Golden}. */
@NullMarked
package oxt.golden;

import org.jspecify.annotations.NullMarked;
