/** Functions in Python and R as experiments, run by programs that stay from trial to trial. */
@NullMarked
package org.labactors.program;

import org.jspecify.annotations.NullMarked;
