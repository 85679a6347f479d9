/**
 * An engine: runs one trial at a time on a thread of its own and keeps results until the notebook
 * confirms them.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.engine;

import org.jspecify.annotations.NullMarked;
