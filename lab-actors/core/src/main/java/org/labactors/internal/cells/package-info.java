/**
 * What plain text stands for: numbers, booleans, strings and missing values, by their look and by
 * quotes. All tables in CSV are read and written here, so that both sides mean the same.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.cells;

import org.jspecify.annotations.NullMarked;
