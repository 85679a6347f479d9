package org.labactors.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;

/** Keys for tests of other packages. */
public final class TestKeys {

  private TestKeys() {}

  /** The keys in a folder, which are made if there are none. */
  public static NodeKeys made(Path folder) {
    return UserKeys.readOrMake(folder, Instant.now());
  }

  /**
   * The key of a node that pretends to come from another authority than its own.
   *
   * @param theirs the folder of the key
   * @param ours the folder with the certificate of the other authority
   */
  public static NodeKeys impostor(Path theirs, Path ours)
      throws GeneralSecurityException, IOException {
    char[] password = NodeKeys.password(theirs);
    return NodeKeys.of(
        theirs,
        NodeKeys.open(theirs.resolve(NodeKeys.KEY), password, theirs),
        password,
        NodeKeys.certificate(ours.resolve(NodeKeys.AUTHORITY)),
        true);
  }
}
