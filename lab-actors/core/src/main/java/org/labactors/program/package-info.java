/**
 * Functions in Python and R as experiments, run by programs that stay from trial to trial.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.program;

import org.jspecify.annotations.NullMarked;
