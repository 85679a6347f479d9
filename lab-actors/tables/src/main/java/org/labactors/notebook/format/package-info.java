/**
 * The formats of exported result sets: CSV, JSON lines and Parquet.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.notebook.format;

import org.jspecify.annotations.NullMarked;
