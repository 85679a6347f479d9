/**
 * Notebooks of epyc, read and written in its JSON format.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.notebook.epyc;

import org.jspecify.annotations.NullMarked;
