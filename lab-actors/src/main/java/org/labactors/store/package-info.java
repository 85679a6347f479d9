/** Opens notebooks wherever they are: in a file, or in a database. */
@NullMarked
package org.labactors.store;

import org.jspecify.annotations.NullMarked;
