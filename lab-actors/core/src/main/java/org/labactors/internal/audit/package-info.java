/**
 * Which recorded trials are run again, and what differs then.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.audit;

import org.jspecify.annotations.NullMarked;
