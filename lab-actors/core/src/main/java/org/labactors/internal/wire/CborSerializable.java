package org.labactors.internal.wire;

/**
 * Marks the messages that travel between nodes, and them alone: {@code reference.conf} binds this
 * type to Jackson's CBOR, and nothing that is not bound can be read from the wire.
 */
public interface CborSerializable {}
