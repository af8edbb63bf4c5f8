@NullMarked
package oxt.trust.tpm;

import org.jspecify.annotations.NullMarked;
