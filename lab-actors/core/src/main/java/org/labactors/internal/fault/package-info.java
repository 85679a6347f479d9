/**
 * Fatal faults of a node: how they are noticed, and how the process ends with a reason.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.fault;

import org.jspecify.annotations.NullMarked;
