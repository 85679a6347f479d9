/**
 * The commands {@code lab node}, {@code lab cluster} and {@code lab keys}.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.cli.internal.cluster;

import org.jspecify.annotations.NullMarked;
