/**
 * Node processes of this machine: a supervisor that starts them, starts them again when they end,
 * and ends them; and the folder in which it says how they are.
 */
@NullMarked
package org.labactors.cluster;

import org.jspecify.annotations.NullMarked;
