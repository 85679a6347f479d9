/**
 * What the lab's actor consists of: the register of engines and runs, and the execution of the
 * ledger's effects.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.lab;

import org.jspecify.annotations.NullMarked;
