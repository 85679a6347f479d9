/**
 * Result sets with all that tells where they come from, as RO-Crates of the Workflow Run profiles.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.notebook.crate;

import org.jspecify.annotations.NullMarked;
