/**
 * The messages among lab, engines, notebook and nodes.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.protocol;

import org.jspecify.annotations.NullMarked;
