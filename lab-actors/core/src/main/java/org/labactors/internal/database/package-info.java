/**
 * What the notebooks of all SQL databases share: tables, columns, write sessions, and the interface
 * that each database implements.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.database;

import org.jspecify.annotations.NullMarked;
