package org.labactors.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The key of a node, and the authority that signed it and those of all other nodes of its cluster.
 * A connection is between two nodes with such keys, or there is none: TLS 1.3, where each side
 * proves that it has a key.
 */
public final class NodeKeys {

  /** The node's own key, in PKCS #12. */
  static final String KEY = "node.p12";

  /** The certificate of the authority. */
  public static final String AUTHORITY = "authority.crt";

  /** What opens the key. */
  static final String PASSWORD = "password";

  /** The name of the key within its file. */
  static final String ALIAS = "node";

  private static final String PROTOCOL = "TLSv1.3";
  private static final String[] CIPHERS = {
    "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
  };

  private final Path folder;
  private final boolean checkNames;
  private final SSLContext context;

  private NodeKeys(Path folder, boolean checkNames, SSLContext context) {
    this.folder = folder;
    this.checkNames = checkNames;
    this.context = context;
  }

  /**
   * Reads the keys of a node.
   *
   * @param folder where {@link KeyMaker} has put them, or a copy of it
   * @param host the address at which the others know the node
   * @param checkNames whether a node's key must be for the address that it is reached at; a key
   *     that is its own authority is for its user, at whatever address
   * @param now to tell keys that have expired
   * @throws NodeException if they are not there or cannot be used; the text names the file
   */
  public static NodeKeys read(Path folder, String host, boolean checkNames, Instant now) {
    if (!Files.isDirectory(folder)) {
      throw refused(
          folder,
          "there is no such folder\nMake keys with lab keys create DIR, and set LAB_KEYS to the"
              + " folder in it that is for this machine.");
    }
    char[] password = password(folder);
    KeyStore store = open(folder.resolve(KEY), password, folder.resolve(PASSWORD));
    X509Certificate authority = certificate(folder.resolve(AUTHORITY));
    try {
      X509Certificate own = own(store, folder.resolve(KEY));
      checkTime(authority, folder.resolve(AUTHORITY), now);
      checkTime(own, folder.resolve(KEY), now);
      checkSignature(own, authority, folder);
      boolean namesCount = checkNames && !own.equals(authority);
      if (namesCount) {
        checkName(own, host, folder.resolve(KEY));
      }
      return of(folder, store, password, authority, namesCount);
    } catch (GeneralSecurityException | IOException failure) {
      throw new NodeException(folder.resolve(KEY) + ": cannot be used: " + failure, failure);
    }
  }

  /** Keys that are not looked at any further. */
  static NodeKeys of(
      Path folder, KeyStore store, char[] password, X509Certificate authority, boolean checkNames)
      throws GeneralSecurityException, IOException {
    return new NodeKeys(folder, checkNames, context(store, password, authority));
  }

  /** What opens the key in a folder. */
  static char[] password(Path folder) {
    Path file = folder.resolve(PASSWORD);
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip().toCharArray();
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  /** Opens a file with a key. */
  static KeyStore open(Path file, char[] password, Path passwordFile) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return store;
    } catch (IOException failure) {
      if (failure.getCause() instanceof UnrecoverableKeyException) {
        throw new NodeException(
            file + ": the password in " + passwordFile + " does not open it", failure);
      }
      throw unreadable(file, failure);
    } catch (GeneralSecurityException failure) {
      throw unreadable(file, failure);
    }
  }

  /** Reads a certificate. */
  static X509Certificate certificate(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException failure) {
      throw unreadable(file, failure);
    }
  }

  private static NodeException unreadable(Path file, Exception failure) {
    if (failure instanceof NoSuchFileException) {
      return new NodeException(
          file
              + ": there is no such file\nA folder with keys, made by lab keys create, has "
              + String.join(", ", List.of(KEY, AUTHORITY, PASSWORD))
              + ".",
          failure);
    }
    @Nullable String reason = failure.getMessage();
    return new NodeException(
        file + ": cannot be read: " + (reason == null ? failure : reason), failure);
  }

  private static X509Certificate own(KeyStore store, Path file) throws GeneralSecurityException {
    if (!store.isKeyEntry(ALIAS)) {
      throw new NodeException(file + ": has no key with the name '" + ALIAS + "'", null);
    }
    return (X509Certificate) Objects.requireNonNull(store.getCertificate(ALIAS));
  }

  /** Refuses what is not valid now. */
  static void checkTime(X509Certificate certificate, Path file, Instant now) {
    String owner = certificate.getSubjectX500Principal().getName();
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new NodeException(
          file
              + ": the key of "
              + owner
              + " expired on "
              + end
              + "\nMake new ones with lab keys create, in another folder.",
          null);
    }
    if (now.isBefore(begin)) {
      throw new NodeException(
          file
              + ": the key of "
              + owner
              + " is valid from "
              + begin
              + " on\nMaybe the clock of this machine is wrong; it says "
              + now
              + ".",
          null);
    }
  }

  private static void checkSignature(X509Certificate own, X509Certificate authority, Path folder) {
    try {
      own.verify(authority.getPublicKey());
    } catch (GeneralSecurityException other) {
      throw new NodeException(
          folder.resolve(KEY)
              + ": is signed by another authority ("
              + own.getIssuerX500Principal().getName()
              + ") than the one in "
              + folder.resolve(AUTHORITY)
              + " ("
              + authority.getSubjectX500Principal().getName()
              + ")\nTake all files of the folder from the same lab keys create.",
          other);
    }
  }

  private static void checkName(X509Certificate own, String host, Path file)
      throws CertificateException {
    @Nullable Collection<List<?>> alternatives = own.getSubjectAlternativeNames();
    List<String> names =
        alternatives == null
            ? List.of()
            : alternatives.stream().map(each -> String.valueOf(each.get(1))).toList();
    if (names.stream().noneMatch(HostName.of(host)::equalsName)) {
      throw new NodeException(
          "lab.node.host = "
              + host
              + ": the key in "
              + file
              + " is for "
              + String.join(", ", names)
              + ", so other nodes would refuse it here\nMake one with lab keys create DIR --hosts "
              + host
              + ", or set lab.node.check-names = off if addresses are not known beforehand.",
          null);
    }
  }

  private static SSLContext context(KeyStore store, char[] password, X509Certificate authority)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trusted);
    SSLContext context = SSLContext.getInstance(PROTOCOL);
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
  }

  private static NodeException refused(Path folder, String why) {
    return new NodeException("lab.node.keys = " + folder + ": " + why, null);
  }

  /** Where they were read. */
  public Path folder() {
    return folder;
  }

  /** For connections with other nodes. */
  public SSLContext context() {
    return context;
  }

  /** What a connection must be, seen from the side that begins it. */
  public SSLParameters clientParameters() {
    SSLParameters parameters = new SSLParameters(CIPHERS.clone(), new String[] {PROTOCOL});
    if (checkNames) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return parameters;
  }

  /** One side of a connection. */
  public SSLEngine engine(String host, int port, boolean begins) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(begins);
    if (begins) {
      engine.setSSLParameters(clientParameters());
    } else {
      SSLParameters parameters = new SSLParameters(CIPHERS.clone(), new String[] {PROTOCOL});
      parameters.setNeedClientAuth(true);
      engine.setSSLParameters(parameters);
    }
    return engine;
  }
}
