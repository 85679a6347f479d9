/**
 * The messages that a lab accepts from its users, and its replies.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.protocol;

import org.jspecify.annotations.NullMarked;
