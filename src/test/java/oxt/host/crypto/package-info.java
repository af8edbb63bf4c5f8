@NullMarked
package oxt.host.crypto;

import org.jspecify.annotations.NullMarked;
