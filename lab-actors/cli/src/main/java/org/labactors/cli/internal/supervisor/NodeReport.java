package org.labactors.cli.internal.supervisor;

import java.util.List;

/**
 * What a node process says of itself as soon as it listens, and whenever it changes.
 *
 * @param pid its process
 * @param node its name in the cluster, which no later node has
 * @param address where it listens: host and port
 * @param labs the labs it works for: their addresses
 */
public record NodeReport(long pid, String node, String address, List<String> labs) {}
