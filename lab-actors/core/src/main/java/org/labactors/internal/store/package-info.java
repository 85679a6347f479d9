/** Opens notebooks wherever they are: in a file, in memory, or in a database. */
@NullMarked
package org.labactors.internal.store;

import org.jspecify.annotations.NullMarked;
