/**
 * Who runs what, decided by plain classes: events in, effects out, without clock, thread or actor.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.scheduling;

import org.jspecify.annotations.NullMarked;
