/**
 * Nodes: JVMs that form a cluster. What a profile says becomes settings, and settings an actor
 * system with engines or a lab in it.
 */
@NullMarked
package org.labactors.node;

import org.jspecify.annotations.NullMarked;
