/** The processes of this machine, as Linux tells of them. */
@NullMarked
package org.labactors.process;

import org.jspecify.annotations.NullMarked;
