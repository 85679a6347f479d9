/**
 * SQLite: its files, locks, types and errors.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.sqlite;

import org.jspecify.annotations.NullMarked;
