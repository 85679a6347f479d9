/**
 * Sends the code of studies to other nodes, and fetches it there.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.shipping;

import org.jspecify.annotations.NullMarked;
