package org.labactors.experiments;

import java.util.random.RandomGenerator;

/**
 * The course of one outbreak, in generations: the first is the one node that was ill to begin with,
 * the next those it infected, and so on.
 *
 * @param cases how many nodes fell ill, the first one included
 * @param peak how many nodes the largest generation has
 * @param generations how many generations there were, at least 1
 */
record Outbreak(int cases, int peak, int generations) {

  /**
   * Lets an illness loose.
   *
   * @param contacts the contacts of each node
   * @param beta the probability that it passes from one node to another over a contact
   */
  static Outbreak run(int[][] contacts, double beta, RandomGenerator random) {
    boolean[] caught = new boolean[contacts.length];
    int[] cases = new int[contacts.length]; // in the order in which they fell ill
    int count = 0;
    int peak = 0;
    int generations = 0;

    int first = random.nextInt(contacts.length);
    caught[first] = true;
    cases[count++] = first;
    int ill = 0; // where the present generation starts
    while (ill < count) {
      int end = count;
      peak = Math.max(peak, end - ill);
      generations++;
      for (; ill < end; ill++) {
        for (int contact : contacts[cases[ill]]) {
          if (!caught[contact] && random.nextDouble() < beta) {
            caught[contact] = true;
            cases[count++] = contact;
          }
        }
      }
    }
    return new Outbreak(count, peak, generations);
  }
}
