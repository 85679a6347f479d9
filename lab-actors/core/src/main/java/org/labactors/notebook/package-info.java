/**
 * Notebooks for reading and editing: result sets, rows, queries and attributes, whatever the store.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.notebook;

import org.jspecify.annotations.NullMarked;
