/**
 * Making one result set of several.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.merge;

import org.jspecify.annotations.NullMarked;
