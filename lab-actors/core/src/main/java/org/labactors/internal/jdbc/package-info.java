/**
 * Notebooks in an SQL database: recording, reading and editing, for every database that implements
 * {@code internal.database}.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.jdbc;

import org.jspecify.annotations.NullMarked;
