/** OpenSSL's cryptography, where Java's is slow. */
@NullMarked
package oxt.host.crypto;

import org.jspecify.annotations.NullMarked;
