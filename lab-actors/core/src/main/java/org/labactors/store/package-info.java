/**
 * Opens notebooks wherever they are: in a file, in memory, or in a database.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.store;

import org.jspecify.annotations.NullMarked;
