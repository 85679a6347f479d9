/**
 * The façade: open a {@link org.labactors.Lab}, hand it a study, get a {@link org.labactors.Run}.
 * No type of the actor library appears here, except where a caller brings an actor system of their
 * own.
 */
@NullMarked
package org.labactors;

import org.jspecify.annotations.NullMarked;
