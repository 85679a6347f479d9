/**
 * The façade: open a {@link org.labactors.Lab}, submit a study, get a {@link org.labactors.Run}. No
 * type of the actor library appears here, except where a caller brings an actor system of their
 * own.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors;

import org.jspecify.annotations.NullMarked;
