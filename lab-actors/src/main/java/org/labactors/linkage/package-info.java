/**
 * What the code of an experiment needs and is not there, found without running it. Class files are
 * read and classes loaded, but none is initialized.
 */
@NullMarked
package org.labactors.linkage;

import org.jspecify.annotations.NullMarked;
