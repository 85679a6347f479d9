/** Files that are there as a whole or not at all, whoever is killed while writing them. */
@NullMarked
package org.labactors.files;

import org.jspecify.annotations.NullMarked;
