/**
 * Run files: a study and its notebook in HOCON, read with the line of each value, so that refusals
 * name the place of the mistake.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.runfile;

import org.jspecify.annotations.NullMarked;
