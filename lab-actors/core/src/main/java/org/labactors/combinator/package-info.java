/**
 * Experiments made of other experiments: the same one several times in one trial, and the
 * statistics of what it measured. They nest, and travel as any experiment does.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.combinator;

import org.jspecify.annotations.NullMarked;
