package org.labactors.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code keytool} of this Java, which every Java has. */
final class KeyTool {

  /** By way of the environment, where other users do not see it. */
  private static final String VARIABLE = "LAB_KEYTOOL_PASSWORD";

  private final char[] password;

  /** One that opens files with keys with this password. */
  KeyTool(char[] password) {
    this.password = password;
  }

  /**
   * Runs it.
   *
   * @throws IOException if it cannot be run
   * @throws NodeException if it refuses, with its own words
   */
  void run(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Xshare:auto",
                "-J-XX:TieredStopAtLevel=1",
                "-J-Duser.language=en"));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-storetype",
            "PKCS12",
            "-storepass:env",
            VARIABLE,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(VARIABLE, new String(password));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new NodeException("keytool: " + said.strip(), null);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while keytool ran", stop);
    } finally {
      process.destroy();
    }
  }
}
