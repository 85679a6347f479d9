/**
 * The settings under the key {@code lab} of a configuration, checked when they are read.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.settings;

import org.jspecify.annotations.NullMarked;
