/**
 * A study: everything that decides the results, as one immutable value. From it and a trial's
 * number follows all there is to know about the trial.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.study;

import org.jspecify.annotations.NullMarked;
