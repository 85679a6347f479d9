/**
 * Files that an earlier version wrote, which every later version must read as it did and write
 * again. The experiments here are named in those files: they must keep their names.
 */
@NullMarked
package org.labactors.golden;

import org.jspecify.annotations.NullMarked;
