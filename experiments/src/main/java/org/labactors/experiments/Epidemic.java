package org.labactors.experiments;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * E04: an epidemic on a network of contacts. Everybody is susceptible but one, chosen at random,
 * who is ill. Who is ill meets each contact once, passes the illness on to those susceptible with
 * probability {@code beta} each, and recovers for good (the chain-binomial SIR model of Reed and
 * Frost). It shows set-up, fields of an experiment, parameters that are worked out, and a sweep
 * over networks.
 *
 * <p>Whether there can be an epidemic depends on beta and the network. The contacts over which the
 * illness would pass are the open bonds of a bond percolation, so on a network that is random but
 * for its degrees k the threshold is β_c = ⟨k⟩/(⟨k²⟩ − ⟨k⟩) (Newman, 2002). For Erdős–Rényi
 * networks, whose degrees are Poisson distributed, that is β_c = 1/⟨k⟩, and with R₀ = β⟨k⟩
 *
 * <ul>
 *   <li>below it, R₀ &lt; 1, an outbreak reaches 1/(1 − R₀) nodes on average;
 *   <li>above it, R₀ &gt; 1, an outbreak either dies out early or becomes an epidemic, which
 *       reaches a part S of the network with S = 1 − e^(−R₀S); it does so with probability S.
 * </ul>
 *
 * <p>On Barabási–Albert networks ⟨k²⟩ is large and the threshold low. In the small worlds of Watts
 * and Strogatz contacts of contacts are contacts themselves, which wastes infections: there the
 * formula is too low. The karate club has 34 members; its threshold, β_c = 0.148, is a slope.
 *
 * <pre>
 * ./lab run config/studies/epidemic.conf
 * sqlite3 epidemic.db 'SELECT network, beta, avg(size) FROM epidemic GROUP BY network, beta'
 * </pre>
 */
public final class Epidemic implements Experiment {

  private final int nodes;
  private final int degree;

  /** Of the present trial; transient, since it does not decide what an epidemic is. */
  private transient int[][] contacts = {};

  /**
   * Epidemics on generated networks of this size; the karate club keeps its own.
   *
   * @param nodes how many nodes, more than {@code degree}
   * @param degree how many contacts a node has on average, an even number of at least 2
   * @throws IllegalArgumentException if one is out of range
   */
  public Epidemic(int nodes, int degree) {
    if (degree < 2 || degree % 2 != 0) {
      throw new IllegalArgumentException(
          "degree is " + degree + "; it must be an even number of at least 2");
    }
    if (nodes <= degree) {
      throw new IllegalArgumentException(
          "nodes is " + nodes + "; it must be more than degree, which is " + degree);
    }
    this.nodes = nodes;
    this.degree = degree;
  }

  /** Makes the network, from the trial's own random numbers, and works out its threshold. */
  @Override
  public void setUp(Trial trial) {
    contacts =
        ContactNetwork.ofLabel(trial.getString("network")).contacts(nodes, degree, trial.random());
    double sumOfDegrees = 0;
    double sumOfSquares = 0;
    for (int[] each : contacts) {
      sumOfDegrees += each.length;
      sumOfSquares += (double) each.length * each.length;
    }
    trial.derive("critical_beta", sumOfDegrees / (sumOfSquares - sumOfDegrees));
  }

  /**
   * Takes {@code network}, one of karate, erdos-renyi, barabasi-albert, watts-strogatz, and {@code
   * beta}, from 0 to 1. Measures {@code size}, the part of the nodes that fell ill; {@code peak},
   * the largest part that was ill at the same time; and {@code duration}, the generations from the
   * first who was ill to the last.
   *
   * @throws IllegalArgumentException if {@code beta} is out of range
   */
  @Override
  public Values run(Trial trial) {
    double beta = trial.getDouble("beta");
    if (!(beta >= 0 && beta <= 1)) {
      throw new IllegalArgumentException(
          "the parameter 'beta' is " + beta + "; it must be from 0 to 1");
    }
    Outbreak outbreak = Outbreak.run(contacts, beta, trial.random());
    double all = contacts.length;
    return Values.of(
        "size",
        outbreak.cases() / all,
        "peak",
        outbreak.peak() / all,
        "duration",
        outbreak.generations());
  }
}
