/**
 * What plain text stands for: numbers, booleans, strings and missing values, by their look and by
 * quotes. All tables in CSV are read and written here, so that both sides mean the same.
 */
@NullMarked
package org.labactors.cells;

import org.jspecify.annotations.NullMarked;
