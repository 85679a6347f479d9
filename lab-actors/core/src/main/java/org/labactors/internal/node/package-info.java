/**
 * The actors of a node: joining, TLS, the watch over other nodes.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.node;

import org.jspecify.annotations.NullMarked;
