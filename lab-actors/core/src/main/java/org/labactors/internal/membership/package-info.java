/**
 * Who belongs to a cluster: failure detection, the side of a partition that goes on, and the turn
 * of the oldest lab.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.membership;

import org.jspecify.annotations.NullMarked;
