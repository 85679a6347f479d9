/**
 * What a parameter space and a design have that earlier ones lack: computed, not listed, wherever
 * both are rules.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.growth;

import org.jspecify.annotations.NullMarked;
