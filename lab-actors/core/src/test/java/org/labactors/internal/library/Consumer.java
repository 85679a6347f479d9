package org.labactors.internal.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody else's Maven project that uses the installed library. It begins with nothing but that
 * dependency, as the documentation declares it.
 */
final class Consumer {

  private final Path folder;
  private String parent = "";
  private final StringBuilder management = new StringBuilder();
  private final StringBuilder dependencies = new StringBuilder();
  private String plugins = "";

  /** A project in an empty folder. */
  Consumer(Path folder) throws IOException {
    this.folder = folder;
    dependencies.append(Documentation.block("xml", "<artifactId>lab-actors</artifactId>"));
  }

  /** A coordinate {@code group:artifact:version} as elements. */
  private static String elements(String coordinate) {
    String[] parts = coordinate.split(":", -1);
    return "<groupId>%s</groupId><artifactId>%s</artifactId>".formatted(parts[0], parts[1])
        + (parts.length > 2 ? "<version>" + parts[2] + "</version>" : "");
  }

  Consumer parent(String coordinate) {
    parent = "<parent>" + elements(coordinate) + "<relativePath/></parent>";
    return this;
  }

  /** Imports a BOM. */
  Consumer bom(String coordinate) {
    management.append(
        "<dependency>%s<type>pom</type><scope>import</scope></dependency>"
            .formatted(elements(coordinate)));
    return this;
  }

  /** Adds a dependency; without a version, if the parent or a BOM has one. */
  Consumer dependency(String coordinate) {
    dependencies.append("<dependency>" + elements(coordinate) + "</dependency>");
    return this;
  }

  /** Plugins of the build, as elements. */
  Consumer plugins(String elements) {
    plugins = elements;
    return this;
  }

  /** Writes a class. */
  Consumer source(String name, String text) throws IOException {
    return file("src/main/java/" + name + ".java", text);
  }

  /** Writes a file. */
  Consumer file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Runs Maven's phase and keeps the class path that the project gets. */
  Consumer build(String phase) throws IOException, InterruptedException {
    file("pom.xml", pom());
    Maven.run(
        folder,
        phase,
        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
        "-Dmdep.outputFile=class-path.txt",
        "-Dmdep.includeScope=runtime");
    return this;
  }

  /** The jars on the project's class path. */
  List<Path> jars() throws IOException {
    return Stream.of(Files.readString(folder.resolve("class-path.txt")).strip().split(":", -1))
        .map(Path::of)
        .toList();
  }

  /** Starts a class of the project in its folder. */
  Programs.Output run(String mainClass) throws IOException, InterruptedException {
    List<String> classPath = new ArrayList<>(List.of("target/classes"));
    jars().forEach(jar -> classPath.add(jar.toString()));
    return Programs.java(folder, List.of("-cp", String.join(":", classPath), mainClass));
  }

  /** Starts the project's jar. */
  Programs.Output runJar() throws IOException, InterruptedException {
    return Programs.java(folder, List.of("-jar", "target/program-1.jar"));
  }

  private String pom() {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      %s
      <groupId>org.example</groupId>
      <artifactId>program</artifactId>
      <version>1</version>
      <properties>
        <java.version>17</java.version>
        <maven.compiler.release>17</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
      <dependencyManagement><dependencies>%s</dependencies></dependencyManagement>
      <dependencies>%s</dependencies>
      <build>
        <plugins>
          <plugin>
            <artifactId>maven-compiler-plugin</artifactId>
            <version>3.16.0</version>
          </plugin>
          <plugin>
            <artifactId>maven-resources-plugin</artifactId>
            <version>3.3.1</version>
          </plugin>
          <plugin>
            <artifactId>maven-jar-plugin</artifactId>
            <version>3.4.2</version>
          </plugin>
          %s
        </plugins>
      </build>
    </project>
    """
        .formatted(parent, management, dependencies, plugins);
  }
}
