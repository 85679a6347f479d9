/**
 * A Java agent that keeps an experiment from ending the JVM it runs in. It is chosen on the command
 * line of the JVM ({@code -javaagent:lab-actors.jar}) and uses nothing of the other packages.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.guard;

import org.jspecify.annotations.NullMarked;
