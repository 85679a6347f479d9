/**
 * The actor that writes the notebook: it groups batches into transactions, and confirms them after
 * the commit.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.commit;

import org.jspecify.annotations.NullMarked;
