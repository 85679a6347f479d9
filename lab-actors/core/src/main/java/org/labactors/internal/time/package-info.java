/**
 * Time for durations, which nobody can put right or wrong. What decides how long something has
 * lasted reads it here; the time of day is for what people read.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.time;

import org.jspecify.annotations.NullMarked;
