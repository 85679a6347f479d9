/**
 * The lab as actors of a program's own actor system: {@link org.labactors.actor.LabActor} and
 * {@link org.labactors.actor.EnginesActor}, and the actor systems of nodes.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.actor;

import org.jspecify.annotations.NullMarked;
