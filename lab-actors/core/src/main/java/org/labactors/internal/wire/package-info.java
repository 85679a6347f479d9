/**
 * How messages and batches become bytes between nodes.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.wire;

import org.jspecify.annotations.NullMarked;
