/** Tests of the talks with agents, against agents made for the purpose. */
@NullMarked
package oxt.engine.agent;

import org.jspecify.annotations.NullMarked;
