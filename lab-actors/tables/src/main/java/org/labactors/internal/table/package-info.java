/**
 * A result set as a table: the columns, their types and the header that all formats share.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.table;

import org.jspecify.annotations.NullMarked;
