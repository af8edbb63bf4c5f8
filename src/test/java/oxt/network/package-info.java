/** Networks of real guests behind real driver domains. Start at {@link oxt.network.NetworkHost}. */
@NullMarked
package oxt.network;

import org.jspecify.annotations.NullMarked;
