/**
 * The actors: they translate messages into events of the plain classes and effects into messages.
 */
@NullMarked
package org.labactors.actor;

import org.jspecify.annotations.NullMarked;
