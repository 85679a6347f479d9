package org.labactors.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the keys of a cluster: an authority of its own, and a key for each node that the authority
 * signs. Each gets a folder that nobody but its owner can read. What is there is never changed.
 */
public final class KeyMaker {

  /** The folder of the authority. */
  static final String AUTHORITY = "authority";

  /** The authority's own key, within its folder. */
  static final String AUTHORITY_KEY = "authority.p12";

  private static final String LOCALHOST = "localhost";

  private final Path folder;
  private final int days;

  /**
   * Makes keys.
   *
   * @param folder where the folders of the authority and of the nodes are put; made if not there
   * @param days how long the keys are valid, at least 1
   */
  public KeyMaker(Path folder, int days) {
    if (days < 1) {
      throw new NodeException("--days " + days + ": must be at least 1", null);
    }
    this.folder = folder;
    this.days = days;
  }

  /**
   * What was made.
   *
   * @param authority the folder of the authority
   * @param isNew whether the authority is new, too
   * @param nodes the folders of the nodes
   */
  public record Made(Path authority, boolean isNew, List<Path> nodes) {}

  /**
   * Makes keys for nodes; and the authority, if there is none in the folder.
   *
   * @param hosts for each node the addresses at which the others reach it, with {@code +} between
   *     them: {@code lab.example.org+10.0.0.5}. The first names its folder.
   * @throws NodeException if a host is none, or has a folder already; then nothing was made
   */
  public Made make(List<String> hosts) {
    List<List<HostName>> nodes = hosts.stream().map(KeyMaker::names).toList();
    check(nodes);
    try {
      Path work = KeyFolder.work(folder);
      try {
        boolean isNew = !Files.exists(folder.resolve(AUTHORITY));
        if (isNew) {
          makeAuthority(work);
        }
        char[] password = NodeKeys.password(folder.resolve(AUTHORITY));
        KeyStore authority = openAuthority(password);
        List<Path> made = new ArrayList<>();
        for (List<HostName> names : nodes) {
          made.add(makeNode(work, names, authority, password));
        }
        return new Made(folder.resolve(AUTHORITY), isNew, List.copyOf(made));
      } finally {
        KeyFolder.delete(work);
      }
    } catch (IOException | GeneralSecurityException failure) {
      throw new NodeException(folder + ": keys cannot be made there: " + failure, failure);
    }
  }

  private static List<HostName> names(String host) {
    Set<HostName> names = new LinkedHashSet<>();
    for (String name : host.split("\\+", -1)) {
      names.add(HostName.of(name.strip()));
    }
    if (names.contains(HostName.of(LOCALHOST))) {
      names.add(HostName.of("127.0.0.1"));
      names.add(HostName.of("::1"));
    }
    return List.copyOf(names);
  }

  private void check(List<List<HostName>> nodes) {
    Set<String> folders = new LinkedHashSet<>();
    for (List<HostName> names : nodes) {
      String name = names.get(0).text();
      if (name.equals(AUTHORITY)) {
        throw new NodeException(
            "--hosts " + name + ": this is the name of the authority's own folder", null);
      }
      if (!folders.add(name)) {
        throw new NodeException("--hosts " + name + ": named twice", null);
      }
      if (Files.exists(folder.resolve(name))) {
        throw new NodeException(
            folder.resolve(name)
                + ": is there already, and keys are not overwritten\nName only hosts that have no"
                + " key yet, or another folder.",
            null);
      }
    }
    Path authority = folder.resolve(AUTHORITY);
    if (Files.exists(authority) && !Files.exists(authority.resolve(AUTHORITY_KEY))) {
      throw new NodeException(
          authority.resolve(AUTHORITY_KEY)
              + ": there is no such file, so no more keys can be signed\nPut it back for the time, or"
              + " name another folder for a new authority.",
          null);
    }
  }

  private KeyStore openAuthority(char[] password) {
    Path authority = folder.resolve(AUTHORITY);
    Path file = authority.resolve(AUTHORITY_KEY);
    KeyStore store = NodeKeys.open(file, password, authority.resolve(NodeKeys.PASSWORD));
    NodeKeys.checkTime(
        NodeKeys.certificate(authority.resolve(NodeKeys.AUTHORITY)), file, Instant.now());
    return store;
  }

  private void makeAuthority(Path work) throws IOException, GeneralSecurityException {
    Path made = Files.createDirectory(work.resolve(AUTHORITY));
    char[] password = KeyFolder.newPassword();
    Path store = made.resolve(AUTHORITY_KEY);
    new KeyTool(password)
        .run(
            "-genkeypair",
            "-keystore",
            store.toString(),
            "-alias",
            AUTHORITY,
            "-dname",
            "CN=Lab Actors authority " + KeyFolder.newName(),
            "-ext",
            "bc:critical=ca:true,pathlen:0",
            "-ext",
            "ku:critical=keyCertSign,cRLSign",
            "-validity",
            Integer.toString(days));
    Certificate certificate =
        NodeKeys.open(store, password, made.resolve(NodeKeys.PASSWORD)).getCertificate(AUTHORITY);
    KeyFolder.writeAuthority(made, certificate);
    KeyFolder.finish(made, password, folder.resolve(AUTHORITY));
  }

  private Path makeNode(Path work, List<HostName> names, KeyStore authority, char[] password)
      throws IOException, GeneralSecurityException {
    String name = names.get(0).text();
    Path signing = work.resolve("signing.p12");
    Files.copy(folder.resolve(AUTHORITY).resolve(AUTHORITY_KEY), signing);
    new KeyTool(password)
        .run(
            "-genkeypair",
            "-keystore",
            signing.toString(),
            "-alias",
            NodeKeys.ALIAS,
            "-signer",
            AUTHORITY,
            "-dname",
            "CN=" + name,
            "-ext",
            "bc:critical=ca:false",
            "-ext",
            "ku:critical=digitalSignature",
            "-ext",
            "eku=serverAuth,clientAuth",
            "-ext",
            "san=" + String.join(",", names.stream().map(KeyMaker::alternative).toList()),
            "-validity",
            Integer.toString(days));
    KeyStore signed = NodeKeys.open(signing, password, folder);
    char[] own = KeyFolder.newPassword();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        NodeKeys.ALIAS,
        signed.getKey(NodeKeys.ALIAS, password),
        own,
        signed.getCertificateChain(NodeKeys.ALIAS));
    Files.delete(signing);
    Path made = Files.createDirectory(work.resolve(name));
    try (OutputStream out = Files.newOutputStream(made.resolve(NodeKeys.KEY))) {
      store.store(out, own);
    }
    KeyFolder.writeAuthority(made, authority.getCertificate(AUTHORITY));
    return KeyFolder.finish(made, own, folder.resolve(name));
  }

  private static String alternative(HostName name) {
    return (name.isNumber() ? "ip:" : "dns:") + name.text();
  }
}
