package org.labactors.internal.node;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.labactors.node.HostName;
import org.labactors.node.NodeAddress;
import org.labactors.node.NodeKeys;

/**
 * Looks why a node is not taken into a cluster: goes to the address where it should be, and puts
 * into words what is found there. It takes seconds.
 */
public final class SeedProbe {

  /** What a node of the actor library begins a connection with. */
  private static final byte[] GREETING = "AKKA\1".getBytes(StandardCharsets.US_ASCII);

  /** What TLS begins a warning with. */
  private static final int TLS_ALERT = 0x15;

  private static final String NOT_TAKEN_IN =
      "it listens, but has not taken this node in; it may be busy, or unable to reach this node at"
          + " lab.node.host, or not be a node of a lab";

  private static final String TAKES_KEYS_ONLY =
      "it takes no connection in plain text; the nodes of that cluster have keys, and this one has"
          + " lab.node.encryption = none";

  private static final String HANGS_UP =
      "it hangs up; it may be about to end, or have no room for more connections";

  /** A process that ends, or has run out of memory, hangs up too. */
  private static final String OR_ENDS = "it hangs up; it may also be about to end";

  private static final String HAS_NO_KEYS_OR_ENDS =
      "what listens there has no keys, or is no node (" + OR_ENDS + ")";

  private final Optional<NodeKeys> keys;
  private final Duration patience;

  /**
   * One that looks with a node's keys, or in plain text.
   *
   * @param patience how long it waits for an answer
   */
  public SeedProbe(Optional<NodeKeys> keys, Duration patience) {
    this.keys = keys;
    this.patience = patience;
  }

  /** What is found at an address, in words that go on from "nothing is known of ADDRESS: ". */
  public String look(NodeAddress seed) {
    String host = HostName.withoutBrackets(seed.host());
    try (Socket socket = new Socket()) {
      seed.connect(socket, patience);
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      return keys.isPresent()
          ? withKeys(socket, host, seed.port(), keys.get())
          : plain(socket, seed);
    } catch (UnknownHostException unknown) {
      return "there is no machine of the name " + host;
    } catch (SocketTimeoutException silent) {
      return "no answer; the machine may be off, or a firewall in the way";
    } catch (NoRouteToHostException noWay) {
      return "there is no way to that machine (" + noWay.getMessage() + ")";
    } catch (ConnectException nobody) {
      return "nobody listens there (" + nobody.getMessage() + ")";
    } catch (IOException failure) {
      return "the connection failed (" + failure.getMessage() + ")";
    }
  }

  private String plain(Socket socket, NodeAddress seed) throws IOException {
    try {
      socket.getOutputStream().write(GREETING);
      int first = socket.getInputStream().read();
      if (first == TLS_ALERT || (first < 0 && speaksTls(seed))) {
        return TAKES_KEYS_ONLY;
      }
      return first < 0 ? HANGS_UP : "what listens there is no node";
    } catch (SocketTimeoutException waiting) {
      return NOT_TAKEN_IN;
    } catch (SocketException hungUp) {
      return speaksTls(seed) ? TAKES_KEYS_ONLY : HANGS_UP;
    }
  }

  /**
   * Whoever hangs up on plain text need not do so for want of keys: it does if it greets in TLS.
   */
  private boolean speaksTls(NodeAddress seed) throws IOException {
    try (Socket socket = new Socket()) {
      seed.connect(socket, patience);
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      SSLSocket tls =
          (SSLSocket)
              SSLContext.getDefault()
                  .getSocketFactory()
                  .createSocket(socket, HostName.withoutBrackets(seed.host()), seed.port(), true);
      tls.startHandshake();
      return true;
    } catch (SSLHandshakeException ofAnUnknownAuthority) {
      return ofAnUnknownAuthority.getCause() instanceof CertificateException;
    } catch (SSLException | SocketException | SocketTimeoutException other) {
      return false;
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String withKeys(Socket plain, String host, int port, NodeKeys keys)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) keys.context().getSocketFactory().createSocket(plain, host, port, true);
    socket.setSSLParameters(keys.clientParameters());
    try {
      socket.startHandshake();
    } catch (SSLException refusal) {
      return reason(refusal, keys);
    } catch (SocketException hungUp) {
      return HAS_NO_KEYS_OR_ENDS;
    }
    // Whether the other side likes our key it says only now.
    try {
      int unused = socket.getInputStream().read();
      return refuses(keys, OR_ENDS);
    } catch (SocketTimeoutException waiting) {
      return NOT_TAKEN_IN;
    } catch (SSLException refusal) {
      return refuses(keys, String.valueOf(refusal.getMessage()));
    } catch (SocketException hungUp) {
      return refuses(keys, OR_ENDS);
    }
  }

  private static String reason(SSLException refusal, NodeKeys keys) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "its key has expired (" + cause.getMessage() + ")";
      }
      if (cause instanceof CertPathBuilderException) {
        return "its key is not from the authority in " + keys.folder().resolve(NodeKeys.AUTHORITY);
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        return "its key is not for that address (" + cause.getMessage() + ")";
      }
    }
    return refusal.getCause() instanceof EOFException
            || refusal.getCause() instanceof SocketException
        ? HAS_NO_KEYS_OR_ENDS
        : hasNoKeys(refusal);
  }

  private static String hasNoKeys(IOException refusal) {
    return "what listens there has no keys, or is no node (" + refusal.getMessage() + ")";
  }

  private static String refuses(NodeKeys keys, String how) {
    return "it refuses the key in "
        + keys.folder()
        + "; it must be from its authority ("
        + how
        + ")";
  }
}
