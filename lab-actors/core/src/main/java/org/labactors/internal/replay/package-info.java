/**
 * Running recorded trials again.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.replay;

import org.jspecify.annotations.NullMarked;
