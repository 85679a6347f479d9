/**
 * The command {@code lab}: its entry point and its shell completion.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.cli;

import org.jspecify.annotations.NullMarked;
