package org.labactors.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key that all nodes of one user share. It is made when a node needs it for the first time, in
 * a folder that only this user can read, and is its own authority: a node is trusted if it has this
 * key. For nodes on another machine the user copies the folder.
 */
final class UserKeys {

  private static final int DAYS = 3650;
  private static final Path OWN_PROCESS = Path.of("/proc/self");

  private UserKeys() {}

  /**
   * Reads the key of this user, or makes it.
   *
   * @param folder where it is; made if not there
   * @throws NodeException if it cannot be made, read or used, or if others can read it
   */
  static NodeKeys readOrMake(Path folder, Instant now) {
    if (!Files.exists(folder)) {
      make(folder);
    }
    try {
      checkAccess(folder);
    } catch (IOException failure) {
      throw new NodeException(folder + ": cannot be read: " + failure, failure);
    }
    return NodeKeys.read(folder, "", false, now);
  }

  /** Nodes that start at the same time may all make one; the first that is complete stays. */
  private static void make(Path folder) {
    try {
      Path work = KeyFolder.work(parent(folder));
      try {
        Path made = Files.createDirectory(work.resolve(NodeKeys.ALIAS));
        char[] password = KeyFolder.newPassword();
        Path store = made.resolve(NodeKeys.KEY);
        new KeyTool(password)
            .run(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-alias",
                NodeKeys.ALIAS,
                "-dname",
                "CN=Lab Actors user " + KeyFolder.newName(),
                "-ext",
                "eku=serverAuth,clientAuth",
                // The clock of another machine may be late.
                "-startdate",
                "-1d",
                "-validity",
                Integer.toString(DAYS));
        Certificate certificate =
            NodeKeys.open(store, password, made.resolve(NodeKeys.PASSWORD))
                .getCertificate(NodeKeys.ALIAS);
        KeyFolder.writeAuthority(made, certificate);
        moveUnlessThere(made, password, folder);
      } finally {
        KeyFolder.delete(work);
      }
    } catch (IOException | GeneralSecurityException failure) {
      throw new NodeException(
          "lab.node.user-keys = "
              + folder
              + ": the key of this user cannot be made there: "
              + failure
              + "\nSet LAB_USER_KEYS to a folder that only you can write, or LAB_KEYS to one with"
              + " keys made by lab keys create.",
          failure);
    }
  }

  private static void moveUnlessThere(Path made, char[] password, Path folder) throws IOException {
    try {
      KeyFolder.finish(made, password, folder);
    } catch (IOException failure) {
      if (!Files.exists(folder.resolve(NodeKeys.PASSWORD))) {
        throw failure;
      }
    }
  }

  private static Path parent(Path folder) {
    @Nullable Path parent = folder.toAbsolutePath().getParent();
    return parent == null ? folder : parent;
  }

  /** What others could have read or written is no proof of who somebody is. */
  private static void checkAccess(Path folder) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes attributes = view.readAttributes();
    if (Files.exists(OWN_PROCESS) && !Files.getOwner(OWN_PROCESS).equals(attributes.owner())) {
      throw refused(folder, "it belongs to " + attributes.owner().getName());
    }
    Set<PosixFilePermission> others = EnumSet.copyOf(attributes.permissions());
    others.removeAll(PosixFilePermissions.fromString("rwx------"));
    if (!others.isEmpty()) {
      throw refused(
          folder,
          "other users may open it ("
              + PosixFilePermissions.toString(attributes.permissions())
              + ")");
    }
  }

  private static NodeException refused(Path folder, String why) {
    return new NodeException(
        "lab.node.user-keys = "
            + folder
            + ": "
            + why
            + "\nThe key in it must be yours alone. Delete the folder, and a new key is made; nodes on"
            + " other machines need a copy of it.",
        null);
  }
}
