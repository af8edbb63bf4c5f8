/**
 * Where plans become deeds: the {@link oxt.engine.Engine} contract and the {@link
 * oxt.engine.Runner}, which performs a plan, keeps a log of it and takes it back when it fails.
 *
 * <p>Not pure. One engine a package below: {@code qemu}, {@code sim}. Engines never use each other;
 * {@code EngineContract} in the tests says what they all keep. Start at {@link oxt.engine.Engine}.
 */
@NullMarked
package oxt.engine;

import org.jspecify.annotations.NullMarked;
