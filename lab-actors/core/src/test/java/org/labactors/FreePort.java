package org.labactors;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for nodes of tests that must know where they will listen before they do. They are below
 * those that systems give to whoever asks for any, and each is given once; so nothing takes one
 * while the node starts, and tests in other processes are far away as a rule.
 */
public final class FreePort {

  private static final int LOWEST = 20_000;
  private static final int COUNT = 10_000;
  private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(COUNT));

  private FreePort() {}

  /** A port of this machine at which nobody listens. */
  public static int next() {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = LOWEST + NEXT.getAndIncrement() % COUNT;
      try {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        return port;
      } catch (IOException taken) {
        // Then the next one.
      }
    }
    throw new IllegalStateException("all ports from " + LOWEST + " on are taken");
  }
}
