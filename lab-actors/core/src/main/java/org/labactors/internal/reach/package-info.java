/**
 * Which code an experiment reaches, told from other code by what it does: not by how its source is
 * laid out, nor by what the compiler noted for a debugger.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.reach;

import org.jspecify.annotations.NullMarked;
