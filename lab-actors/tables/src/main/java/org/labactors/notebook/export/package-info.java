/**
 * Result sets as files and data frames for other tools, written row by row.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.notebook.export;

import org.jspecify.annotations.NullMarked;
