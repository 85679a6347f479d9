/**
 * Which points an experiment runs at: the values of each parameter, the design that combines them,
 * and the order in which trials run. Everything is computed from an index; nothing is a list of
 * points.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.design;

import org.jspecify.annotations.NullMarked;
