/**
 * A study: everything that decides the results, as one immutable value with a digest, in Java and
 * in HOCON. From it and a trial's number follows all there is to know about the trial.
 */
@NullMarked
package org.labactors.study;

import org.jspecify.annotations.NullMarked;
