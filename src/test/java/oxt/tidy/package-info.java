/**
 * Whether code, documentation and golden files keep the rules of CONTRIBUTING.md.
 *
 * <p>Each test answers with every breach at once. They read sources, class files and documents of
 * the checkout; {@link oxt.tidy.Checkout} finds them.
 */
@NullMarked
package oxt.tidy;

import org.jspecify.annotations.NullMarked;
