/**
 * Node processes of this machine: a supervisor that starts them, starts them again when they end,
 * and ends them; and the folder in which it records their state.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.cli.internal.supervisor;

import org.jspecify.annotations.NullMarked;
