/**
 * Time for durations, which nobody can put right or wrong. What decides how long something has
 * lasted reads it here; the time of day is for what people read.
 */
@NullMarked
package org.labactors.time;

import org.jspecify.annotations.NullMarked;
