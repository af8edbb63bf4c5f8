@NullMarked
package oxt.host.tpm;

import org.jspecify.annotations.NullMarked;
