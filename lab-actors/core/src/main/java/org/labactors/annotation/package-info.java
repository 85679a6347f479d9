/**
 * Annotations for compilers and tools that read the library's classes.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.annotation;

import org.jspecify.annotations.NullMarked;
