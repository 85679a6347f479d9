package org.labactors.node;

import java.util.List;

/**
 * How a node is.
 *
 * @param node its name, which no later node has
 * @param address where it listens: host and port
 * @param labs the addresses of the labs it works for
 */
public record NodeStatus(String node, String address, List<String> labs) {}
