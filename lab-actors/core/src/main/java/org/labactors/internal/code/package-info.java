/**
 * The code of studies: which classes and jars an experiment needs, how they are packed for other
 * machines, and how they are loaded there.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.code;

import org.jspecify.annotations.NullMarked;
