/**
 * External programs as experiments: how they are started, what they are given, how their results
 * are read, and how nothing of them is left behind.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.command;

import org.jspecify.annotations.NullMarked;
