/**
 * What a node of a cluster is given: its profile, settings, address, roles and keys.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.node;

import org.jspecify.annotations.NullMarked;
