import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A jar with an experiment that is compiled while a program runs. */
final class MadeJar {

  private MadeJar() {}

  /** Writes one with the class {@code Made}, in place of what is there. */
  static void write(Path file, String source) throws IOException {
    Path folder = Files.createTempDirectory("made-");
    Path java = Files.writeString(folder.resolve("Made.java"), source);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), "-d",
                folder.toString(), java.toString());
    Hosts.require(code == 0, "Made.java does not compile");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("Made.class"));
      jar.write(Files.readAllBytes(folder.resolve("Made.class")));
    }
  }
}
