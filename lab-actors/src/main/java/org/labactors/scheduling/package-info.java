/**
 * Who runs what, decided by plain classes: events in, effects out, without clock, thread or actor.
 */
@NullMarked
package org.labactors.scheduling;

import org.jspecify.annotations.NullMarked;
