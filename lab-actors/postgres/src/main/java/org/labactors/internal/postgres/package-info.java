/**
 * PostgreSQL: its connections, types, locks and errors. {@code ServiceLoader} finds it.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.postgres;

import org.jspecify.annotations.NullMarked;
