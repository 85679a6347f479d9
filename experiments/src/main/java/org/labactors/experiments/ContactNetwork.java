package org.labactors.experiments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.Graphs;
import org.jgrapht.generate.BarabasiAlbertGraphGenerator;
import org.jgrapht.generate.GnmRandomGraphGenerator;
import org.jgrapht.generate.GraphGenerator;
import org.jgrapht.generate.WattsStrogatzGraphGenerator;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;
import org.jgrapht.util.SupplierUtil;

/** Who meets whom: one real network, and three kinds that are generated at random. */
enum ContactNetwork {
  /** 34 members of a university's karate club and their 78 ties (Zachary, 1977). */
  KARATE("karate") {
    @Override
    Graph<Integer, DefaultEdge> graph(int nodes, int degree, Random random) {
      return karate();
    }
  },
  /** Pairs chosen at random; the degrees have a Poisson distribution (Erdős and Rényi, 1959). */
  ERDOS_RENYI("erdos-renyi") {
    @Override
    Graph<Integer, DefaultEdge> graph(int nodes, int degree, Random random) {
      return generated(
          new GnmRandomGraphGenerator<>(nodes, nodes * (degree / 2), random, false, false));
    }
  },
  /** Newcomers prefer those with many contacts; a few have very many (Barabási, Albert, 1999). */
  BARABASI_ALBERT("barabasi-albert") {
    @Override
    Graph<Integer, DefaultEdge> graph(int nodes, int degree, Random random) {
      return generated(
          new BarabasiAlbertGraphGenerator<>(degree / 2 + 1, degree / 2, nodes, random));
    }
  },
  /** Neighbours on a ring, one tie in ten led elsewhere: a small world (Watts, Strogatz, 1998). */
  WATTS_STROGATZ("watts-strogatz") {
    @Override
    Graph<Integer, DefaultEdge> graph(int nodes, int degree, Random random) {
      return generated(new WattsStrogatzGraphGenerator<>(nodes, degree, REWIRED, false, random));
    }
  };

  private static final double REWIRED = 0.1;
  private static final String KARATE_CLUB = "karate-club.txt";

  private final String label;

  ContactNetwork(String label) {
    this.label = label;
  }

  /**
   * The network of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ContactNetwork ofLabel(String label) {
    for (ContactNetwork network : values()) {
      if (network.label.equals(label)) {
        return network;
      }
    }
    throw new IllegalArgumentException(
        "the parameter 'network' is '"
            + label
            + "'; it must be one of "
            + Arrays.stream(values()).map(each -> each.label).collect(Collectors.joining(", ")));
  }

  /**
   * The contacts of each node.
   *
   * @param nodes how many nodes, if the network is generated
   * @param degree how many contacts a node has on average, if the network is generated; even
   */
  int[][] contacts(int nodes, int degree, RandomGenerator random) {
    Graph<Integer, DefaultEdge> graph = graph(nodes, degree, new Random(random.nextLong()));
    int[][] contacts = new int[graph.vertexSet().size()][];
    for (int node = 0; node < contacts.length; node++) {
      List<Integer> neighbours = Graphs.neighborListOf(graph, node);
      contacts[node] = neighbours.stream().mapToInt(Integer::intValue).toArray();
    }
    return contacts;
  }

  abstract Graph<Integer, DefaultEdge> graph(int nodes, int degree, Random random);

  private static Graph<Integer, DefaultEdge> generated(
      GraphGenerator<Integer, DefaultEdge, Integer> generator) {
    Graph<Integer, DefaultEdge> graph = empty();
    generator.generateGraph(graph);
    return graph;
  }

  /** Reads the edges, one "a b" in a line, members numbered from 1, comments after {@code #}. */
  private static Graph<Integer, DefaultEdge> karate() {
    Graph<Integer, DefaultEdge> graph = empty();
    InputStream file = ContactNetwork.class.getResourceAsStream(KARATE_CLUB);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                String[] ends = line.split(" ", 2);
                Graphs.addEdgeWithVertices(
                    graph, Integer.parseInt(ends[0]) - 1, Integer.parseInt(ends[1]) - 1);
              });
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + KARATE_CLUB, unreadable);
    }
    return graph;
  }

  private static Graph<Integer, DefaultEdge> empty() {
    return new SimpleGraph<>(SupplierUtil.createIntegerSupplier(), DefaultEdge::new, false);
  }
}
