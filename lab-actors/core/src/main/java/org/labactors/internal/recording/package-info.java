/**
 * Recording into a notebook, whatever the store: batches of columns, the rules of continuing a
 * result set, and the notebook in memory.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.recording;

import org.jspecify.annotations.NullMarked;
