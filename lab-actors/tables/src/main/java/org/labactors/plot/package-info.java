/**
 * Pictures of results. What is shown is decided and computed apart from how it is drawn, from the
 * values of a result set that are read once and never held as a whole.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.plot;

import org.jspecify.annotations.NullMarked;
