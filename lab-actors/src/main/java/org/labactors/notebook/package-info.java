/**
 * The durable store of results: what may be written, continued and read, whatever the store.
 * Results come in as batches of columns and go out as a stream of rows.
 */
@NullMarked
package org.labactors.notebook;

import org.jspecify.annotations.NullMarked;
